using Mesh.Node.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Mesh.Node.Tests.Hosting;

public sealed class LogFormTests
{
    [Theory]
    [InlineData(LogLevel.Information, "Mesh.Registry.RegistryActor", LogLevel.Information)]
    [InlineData(LogLevel.Debug, "Mesh.Registry.RegistryActor", LogLevel.Debug)]
    [InlineData(LogLevel.Debug, "Akka.Remote.EndpointWriter", LogLevel.Warning)]
    [InlineData(LogLevel.Error, "Akka.Remote.EndpointWriter", LogLevel.Error)]
    [InlineData(LogLevel.Error, "Mesh.Registry.RegistryActor", LogLevel.Error)]
    public void What_mesh_stands_on_logs_warnings_at_the_most(LogLevel level, string category, LogLevel least) =>
        Assert.Equal(least, Read(new StandAloneOptions { LogLevel = level }).Least(category));

    [Theory]
    [InlineData("Mesh.Registry.RegistryActor", LogLevel.Debug)]
    [InlineData("Mesh.RegistryOther", LogLevel.Information)]
    [InlineData("Mesh.Node.Dns.DnsDoor", LogLevel.None)]
    [InlineData("Akka.Remote.EndpointWriter", LogLevel.Trace)]
    [InlineData("Akka.Cluster.Cluster", LogLevel.Warning)]
    public void The_longest_name_of_a_category_counts(string category, LogLevel least) => Assert.Equal(
        least,
        Read(
            new StandAloneOptions(),
            ("Mesh.Registry", "debug"), ("Mesh.Node", "Warning"), ("Mesh.Node.Dns", "None"), ("akka.remote", "Trace"), ("Default", "Error"))
            .Least(category));

    [Fact]
    public void A_level_that_there_is_not_is_refused()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(new StandAloneOptions(), ("Mesh", "loud")));
        Assert.StartsWith("Logging:LogLevel:Mesh: 'loud' must be one of trace, debug,", fault.Message, StringComparison.Ordinal);
    }

    private static LogSettings Read(StandAloneOptions options, params (string Name, string Level)[] categories) => LogSettings.Read(
        options,
        new ConfigurationBuilder()
            .AddInMemoryCollection(categories.Select(c => KeyValuePair.Create<string, string?>($"Logging:LogLevel:{c.Name}", c.Level)))
            .Build());
}
