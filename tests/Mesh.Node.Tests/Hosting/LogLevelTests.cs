using Mesh.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Node.Tests.Hosting;

public sealed class LogLevelTests
{
    [Theory]
    [InlineData("Mesh.Node.Consul.ConsulErrors", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)]
    public void Category_of_a_running_node_is_logged_from_its_level_on(string category, LogLevel least)
    {
        using var services = Services();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.True(log.IsEnabled(least));
        Assert.False(log.IsEnabled(least - 1));
    }

    /// <summary>While any level of it is on, ASP.NET Core makes a scope and an Activity for each request.</summary>
    [Fact]
    public void Requests_are_not_logged_at_any_level()
    {
        using var services = Services();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics");

        Assert.DoesNotContain(Enum.GetValues<LogLevel>(), log.IsEnabled);
    }

    private static ServiceProvider Services()
    {
        var quiet = new QuietStart(TimeProvider.System);
        quiet.End();
        return new ServiceCollection().AddLogging(l => NodeHost.AddLogging(l, quiet)).BuildServiceProvider();
    }
}
