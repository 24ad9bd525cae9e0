using Akka.Actor;
using Akka.Hosting;
using Mesh.Catalog;
using Mesh.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Runtime;

/// <summary>
/// Makes each run's ActorSystem by Akka.Hosting, in a service container of its own. Its hosted service is left out: it
/// would set the process's exit code when the node is downed, which is the host's business.
/// </summary>
internal sealed class MeshSessionFactory : IMeshSessionFactory
{
    private static readonly string Logging = $$"""
        akka.loggers = ["{{typeof(HostLogActor).AssemblyQualifiedName}}"]
        akka.stdout-logger-class = "{{typeof(SilentLogger).AssemblyQualifiedName}}"
        """;

    private readonly ClusterTransport _transport;
    private readonly MeshClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly MeshSetup _parts;

    /// <param name="parts">Shared by all runs: loads and counters of the selection outlive restarts, as the hub does.</param>
    public MeshSessionFactory(
        MeshSetup parts,
        ClusterTransport transport,
        IOptions<MeshClientOptions> options,
        TimeProvider time,
        ILoggerFactory logs)
    {
        _parts = parts;
        _transport = transport;
        _options = options.Value;
        _time = time;
        _logs = logs;
    }

    public async Task<IMeshSession> StartAsync(SessionPlan plan, CancellationToken cancellation)
    {
        // Akka would leave threads behind for each failed attempt, and a stack trace in place of a line.
        await ListenCheck.DemandAsync(NodeAddress.ListensOn(_options), plan.Port, cancellation);
        var services = new ServiceCollection();
        services.AddSingleton(_logs);
        services.AddLogging();
        services.AddAkka(MeshNames.ActorSystem, (akka, _) => Configure(akka, plan.Port));
        var provider = services.BuildServiceProvider();
        try
        {
            var session = new MeshSession(provider, provider.GetRequiredService<ActorSystem>(), _transport, _time);
            await session.BeginAsync(_parts with { Known = ValueList.From(plan.KnownMembers) });
            return session;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            await provider.DisposeAsync();
            throw new SessionStartException(StartFault.Line(trouble, NodeAddress.ListensOn(_options)[0], plan.Port), trouble);
        }
    }

    private void Configure(AkkaConfigurationBuilder akka, int port) => akka
        .AddSetup(MeshLogFilter.Setup)
        .AddHocon($"akka.remote.mesh-tcp.port = {port}", HoconAddMode.Prepend)
        .AddHocon(Logging, HoconAddMode.Prepend)
        .WithMeshSystem(_parts)
        .AddSetup(new HostLogActor.Factory(_logs));
}
