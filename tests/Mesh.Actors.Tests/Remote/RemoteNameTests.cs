using Mesh.Remote;

namespace Mesh.Actors.Tests.Remote;

public sealed class RemoteNameTests
{
    [Theory]
    [InlineData("orders@eu", "orders", "eu")]
    [InlineData("Orders@EU", "orders", "eu")]
    [InlineData("a.b-c_1@us-east_1", "a.b-c_1", "us-east_1")]
    [InlineData("orders@*", "orders", "*")]
    public void Name_with_a_mesh_is_read_and_folded(string text, string service, string mesh)
    {
        Assert.True(RemoteName.TryParse(text, out var name, out _));

        Assert.Equal((service, mesh), (name.Service.Value, name.Mesh));
        Assert.Equal(name, RemoteName.Parse(name.ToString()));
    }

    [Theory]
    [InlineData("orders", "service: must be SERVICE@MESH")]
    [InlineData("@eu", "service: length must be 1 to 128, got 0")]
    [InlineData("orders@", "mesh: '' must be * or 1 to 63 ASCII letters, digits, '-' or '_'")]
    [InlineData("orders@e.u", "mesh: 'e.u' must be * or 1 to 63 ASCII letters, digits, '-' or '_'")]
    [InlineData("a@b@eu", "service: 'a@b' has '@'; allowed are ASCII letters, digits, '-', '_' and '.'")]
    public void Wrong_name_is_refused_with_field_value_and_bound(string text, string error)
    {
        Assert.False(RemoteName.TryParse(text, out _, out var said));

        Assert.Equal(error, said);
    }
}
