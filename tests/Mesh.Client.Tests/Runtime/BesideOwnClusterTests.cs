using Akka.Cluster;
using Akka.Hosting;
using Mesh.Hosting;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Client.Tests.Runtime;

/// <summary>Applications with a cluster of their own, to which they add the mesh.</summary>
public sealed class BesideOwnClusterTests
{
    [Fact]
    public async Task Cluster_of_the_application_stays_as_it_is()
    {
        await using var without = await OwnCluster.StartAsync(withMesh: false);
        await using var with = await OwnCluster.StartAsync(withMesh: true);
        string[] own =
        [
            "akka.cluster", "akka.remote", "akka.coordinated-shutdown", "akka.loggers", "akka.loglevel", "akka.log-dead-letters",
            "akka.log-dead-letters-during-shutdown", "akka.actor.serializers.json", "akka.actor.provider", "akka.stdout-loglevel",
        ];

        var answers = new[] { await without.AskAsync("x"), await with.AskAsync("x") };

        Assert.Equal(["echo x", "echo x"], answers);
        Assert.All(own, key => Assert.Equal(
            without.Systems[0].Settings.Config.GetValue(key)?.ToString(),
            with.Systems[0].Settings.Config.GetValue(key)?.ToString().Replace(with.Ports, without.Ports, StringComparison.Ordinal)));
        Assert.Equal(
            Cluster.Get(without.Systems[0]).DowningProvider.GetType(), Cluster.Get(with.Systems[0]).DowningProvider.GetType());
    }

    [Fact]
    public async Task Members_share_one_registry()
    {
        await using var cluster = await OwnCluster.StartAsync(withMesh: true);
        var (first, second) = (cluster.Clients[0], cluster.Clients[1]);
        MeshReplies.IRegisterReply reply = new MeshReplies.Unavailable("");

        await Eventually.IsAsync(
            async () => (reply = await first.RegisterAsync(TestCatalog.Instance("orders", "o-1", 8080))) is MeshReplies.Registered,
            () => $"{reply}");

        await Eventually.IsAsync(
            () => second.Pick("orders")?.Port == 8080, $"{second.Resolve("orders").Instances.Length} instances, {second.State}");
    }

    [Theory]
    [InlineData(true, "the ActorSystem is named 'MyApp', and those of a mesh are all named 'mesh'")]
    [InlineData(false, "the ActorSystem 'MyApp' is no cluster")]
    public async Task System_that_cannot_be_a_node_stops_the_start_with_the_reason(bool ownsCluster, string reason)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka("MyApp", akka => akka.WithMesh(new MeshOptions(), ownsCluster));
        using var host = builder.Build();

        var trouble = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.Contains(reason, trouble.ToString(), StringComparison.Ordinal);
    }
}
