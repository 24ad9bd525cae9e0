using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Doors.Tests.Consul.Mapping;

public sealed class ConsulServiceNamesTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("Web", "web")]
    [InlineData("cell-001/api", "cell-001_x2f_api")]
    [InlineData("My Service", "my_x20_service")]
    [InlineData("a:b$+", "a_x3a_b_x242b_")]
    [InlineData("ÜBER", "_xc3bc_ber")]
    [InlineData("", "")]
    public void Name_has_the_key_that_is_recorded(string written, string key) => Assert.Equal(key, ConsulServiceNames.KeyOf(written));

    [Fact]
    public void Any_name_has_a_key_that_the_mesh_takes_and_case_makes_no_other() => Gen.String[1, 300].Sample(written =>
    {
        var key = ConsulServiceNames.KeyOf(written);
        Assert.True(ServiceName.TryParse(key, out var name, out var error), error);
        Assert.Equal(key, name.Value);
        Assert.Equal(key, ConsulServiceNames.KeyOf(written.ToLowerInvariant()));
    });

    [Fact]
    public void Long_names_with_one_beginning_are_told_apart() => Assert.NotEqual(
        ConsulServiceNames.KeyOf(new string('x', 200) + "a"), ConsulServiceNames.KeyOf(new string('x', 200) + "b"));
}
