using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Yarp;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Mesh.Client.Tests.Yarp;

/// <summary>What a pick for YARP leaves behind.</summary>
public sealed class BalancingTests
{
    private readonly FakeMeshClient _mesh = new(new TestCatalog().Put(TestCatalog.Instance("orders", "o-1"), TestCatalog.Instance("orders", "o-2")));

    [Fact]
    public async Task Call_counts_as_outstanding_until_its_answer_was_passed_on()
    {
        var response = new Response();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(response);
        var cluster = new ClusterState("c", new ClusterModel(new ClusterConfig { ClusterId = "c" }, new HttpMessageInvoker(new SocketsHttpHandler())));

        var picked = new MeshBalancing(_mesh, policy: null).PickDestination(new DefaultHttpContext(features), cluster, [Of("o-1"), Of("o-2")]);

        Assert.NotNull(picked);
        Assert.Equal(1, Outstanding());
        await response.Completed!();
        Assert.Equal(0, Outstanding());
    }

    [Theory]
    [InlineData("http://orders/healthz", "http://10.0.0.1:8080/healthz")]
    [InlineData("http://_admin.orders/healthz", "http://10.0.0.1:9000/healthz")]
    [InlineData("http://watchdog/healthz", "http://watchdog/healthz")]
    [InlineData("http://10.9.9.9:1/healthz", "http://10.9.9.9:1/healthz")]
    [InlineData(null, null)]
    public void Health_checks_ask_the_instance_at_the_port_that_is_named(string? health, string? expected)
    {
        var uri = new Uri("http://orders");
        Assert.True(Client.Http.MeshTarget.TryParse(uri, out var target));
        var instance = TestCatalog.Instance("orders", "o-1", 8080) with { Ports = Catalog.ValueMap<int>.From([new("admin", 9000)]) };

        var destination = InstanceDestination.Of(
            new DestinationConfig { Address = "http://orders", Health = health }, uri, target, instance, new("http", 8080));

        Assert.Equal(("http://10.0.0.1:8080/", expected), (destination.Address, destination.Health));
    }

    private int Outstanding() => _mesh.Resolve("orders").Service!.Endpoints.Candidates.Sum(e => e.Load.Outstanding);

    private static DestinationState Of(string id) => new(id, new DestinationModel(new DestinationConfig
    {
        Address = "http://10.0.0.1:8080",
        Metadata = new Dictionary<string, string> { [InstanceDestination.Service] = "orders", [InstanceDestination.Id] = id },
    }));

    private sealed class Response : HttpResponseFeature
    {
        public Func<Task>? Completed { get; private set; }

        public override void OnCompleted(Func<object, Task> callback, object state) => Completed = () => callback(state);
    }
}
