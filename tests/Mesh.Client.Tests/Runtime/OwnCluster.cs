using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Mesh.Hosting;
using Mesh.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Client.Tests.Runtime;

/// <summary>An Akka application of two nodes whose messages are plain records, with or without the mesh beside it.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly int[] _ports = [FreePorts.Take(), FreePorts.Take()];

    public IReadOnlyList<ActorSystem> Systems => [.. _hosts.Select(h => h.Services.GetRequiredService<ActorSystem>())];

    public IReadOnlyList<IMeshClient> Clients => [.. _hosts.Select(h => h.Services.GetRequiredService<IMeshClient>())];

    /// <summary>Of the first node, which is the seed.</summary>
    public string Ports => $"{_ports[0]}";

    public static async Task<OwnCluster> StartAsync(bool withMesh)
    {
        var cluster = new OwnCluster();
        foreach (var port in cluster._ports)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            if (withMesh)
                builder.Services.AddMeshClient();
            builder.Services.AddAkka("MyApp", (akka, services) => cluster.Configure(akka, services, port, withMesh));
            var host = builder.Build();
            cluster._hosts.Add(host);
            await host.StartAsync();
        }

        await Eventually.IsAsync(
            () => cluster.Systems.All(s => Cluster.Get(s).State.Members.Count(m => m.Status is MemberStatus.Up) == 2),
            "not two members that are up");
        return cluster;
    }

    public async Task<string> AskAsync(string text) =>
        (await Systems[0].ActorSelection($"akka.tcp://MyApp@127.0.0.1:{_ports[1]}/user/echo").Ask<Answer>(new Question(text), Patience.Limit)).Text;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private void Configure(AkkaConfigurationBuilder akka, IServiceProvider services, int port, bool withMesh)
    {
        akka.WithRemoting("127.0.0.1", port)
            .WithClustering(new ClusterOptions { SeedNodes = [$"akka.tcp://MyApp@127.0.0.1:{_ports[0]}"] })
            .WithActors((system, _) => system.ActorOf(Props.Create<EchoActor>(), "echo"));
        if (withMesh)
            akka.WithMeshClient(services, ownsCluster: false);
    }

    internal sealed record Question(string Text);

    internal sealed record Answer(string Text);

    internal sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => Receive<Question>(q => Sender.Tell(new Answer("echo " + q.Text)));
    }
}
