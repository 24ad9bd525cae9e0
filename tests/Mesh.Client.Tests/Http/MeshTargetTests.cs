using Mesh.Client.Http;

namespace Mesh.Client.Tests.Http;

public sealed class MeshTargetTests
{
    [Theory]
    [InlineData("http://orders/x", "orders", null)]
    [InlineData("https://Orders", "orders", null)]
    [InlineData("http://my-service_2/", "my-service_2", null)]
    [InlineData("http://_admin.orders/", "orders", "admin")]
    [InlineData("http://orders.service.mesh/", "orders", null)]
    [InlineData("http://team.orders.service.mesh/", "team.orders", null)]
    [InlineData("http://_grpc.orders.service.mesh/", "orders", "grpc")]
    public void Name_of_a_service_is_taken(string uri, string service, string? port)
    {
        Assert.True(MeshTarget.TryParse(new Uri(uri), out var target));
        Assert.Equal((service, port), (target.Service, target.PortName));
    }

    [Theory]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://example.com/")]
    [InlineData("http://orders:8080/")]
    [InlineData("http://.service.mesh/")]
    [InlineData("http://_admin.example.com/")]
    public void Everything_else_is_left_alone(string uri) =>
        Assert.False(Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && MeshTarget.TryParse(parsed, out _));

    [Fact]
    public void Relative_and_missing_uris_are_left_alone()
    {
        Assert.False(MeshTarget.TryParse(null, out _));
        Assert.False(MeshTarget.TryParse(new Uri("/orders", UriKind.Relative), out _));
    }
}
