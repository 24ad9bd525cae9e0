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
    [InlineData("http://orders./x", "orders", null)]
    [InlineData("http://orders.service.mesh./", "orders", null)]
    [InlineData("http://orders:8080/", "orders", null)]
    [InlineData("https+http://orders/x?y=1", "orders", null)]
    [InlineData("https+http://_admin.orders", "orders", "admin")]
    [InlineData("http+https://Orders/", "orders", null)]
    [InlineData("ws://orders/", "orders", null)]
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
    [InlineData("http://localhost./")]
    [InlineData("http://example.com:8080/")]
    [InlineData("http://team.orders/")]
    [InlineData("ftp://orders/")]
    [InlineData("http://.service.mesh/")]
    [InlineData("http://_admin.example.com/")]
    public void Everything_else_is_left_alone(string uri) =>
        Assert.False(Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && MeshTarget.TryParse(parsed, out _));

    [Fact]
    public void Name_with_a_dot_is_a_service_where_it_is_listed()
    {
        Assert.True(MeshTarget.TryParse(new Uri("http://_admin.Team.Orders./"), out var target, ["team.orders"]));
        Assert.Equal(("team.orders", "admin"), (target.Service, target.PortName));
        Assert.False(MeshTarget.TryParse(new Uri("http://other.orders/"), out _, ["team.orders"]));
    }

    [Theory]
    [InlineData("http://orders/", 0)]
    [InlineData("http://orders:80/", 0)]
    [InlineData("http://orders:8080/", 8080)]
    [InlineData("https+http://orders/", 0)]
    [InlineData("https+http://orders:8080/", 8080)]
    public void Port_is_noted_and_means_nothing(string uri, int port)
    {
        Assert.True(MeshTarget.TryParse(new Uri(uri), out var target));
        Assert.Equal(port, target.IgnoredPort);
    }

    [Fact]
    public void Relative_and_missing_uris_are_left_alone()
    {
        Assert.False(MeshTarget.TryParse(null, out _));
        Assert.False(MeshTarget.TryParse(new Uri("/orders", UriKind.Relative), out _));
    }
}
