using Mesh.Client.Declared;
using Microsoft.Extensions.Configuration;

namespace Mesh.Client.Tests.Declared;

public sealed class DeclaredInstancesValidatorTests
{
    [Fact]
    public void Fault_stops_the_start_with_a_line_of_its_own()
    {
        // As the environment gives it: Mesh__Instances__0__Service and so on.
        var result = Validate(("Service", "db"), ("Host", "10.0.0.5"), ("Port", "x"), ("Weight", "-1"));
        Assert.Equal(
            [
                "Mesh:Instances:0:port: 'x' must be a whole number, 1 to 65535",
                "Mesh:Instances:0:weight: '-1' must be a whole number, 0 to 65535",
            ],
            result.Failures ?? []);
    }

    [Fact]
    public void Without_fault_or_configuration_the_start_goes_on()
    {
        Assert.True(Validate(("Service", "db"), ("Host", "10.0.0.5"), ("Port", "1")).Succeeded);
        Assert.False(new DeclaredInstancesValidator().Validate(null, new MeshClientOptions()).Failed);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(params (string Key, string Value)[] keys)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(keys.Select(k => KeyValuePair.Create("Mesh:Instances:0:" + k.Key, (string?)k.Value)))
            .Build();
        return new DeclaredInstancesValidator(configuration).Validate(null, new MeshClientOptions());
    }
}
