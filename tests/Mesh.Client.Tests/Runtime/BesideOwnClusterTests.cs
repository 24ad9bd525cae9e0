using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Options;
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

    [Fact]
    public void Name_that_no_node_of_a_mesh_has_is_refused()
    {
        var services = new ServiceCollection();
        services.AddAkka("MyApp", akka => akka.WithMesh(new MeshOptions()));
        using var provider = services.BuildServiceProvider();

        var trouble = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<ActorSystem>());

        Assert.Contains("the ActorSystem is named 'MyApp', and those of a mesh are all named 'mesh'", trouble.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void System_without_a_cluster_is_refused()
    {
        var services = new ServiceCollection();
        services.AddAkka("MyApp", akka => akka.WithMesh(new MeshOptions(), ownsCluster: false));
        using var provider = services.BuildServiceProvider();

        var trouble = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<ActorSystem>());

        Assert.Contains("the ActorSystem 'MyApp' is no cluster", trouble.ToString(), StringComparison.Ordinal);
    }
}
