using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Runtime;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Testing;

/// <summary>A host with an embedded node on a free loopback port, in this process.</summary>
internal sealed class EmbeddedNode : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedNode(IHost host, MemoryLog log)
    {
        _host = host;
        Log = log;
        Client = host.Services.GetRequiredService<IMeshClient>();
        Inspector = host.Services.GetRequiredService<IMeshInspector>();
        Hub = host.Services.GetRequiredService<MeshHub>();
    }

    public MemoryLog Log { get; }

    public IMeshClient Client { get; }

    public IMeshInspector Inspector { get; }

    public MeshHub Hub { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>"host:port" of the node's remoting.</summary>
    public string Address => Inspector.SelfAddress ?? throw new InvalidOperationException($"not bound: {Hub.State}");

    /// <summary>Starts a host and waits until its node is ready, unless the test wants to see it get there.</summary>
    public static async Task<EmbeddedNode> StartAsync(
        Action<MeshBuilder>? configure = null, IEnumerable<EmbeddedNode>? seeds = null, bool untilReady = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new MemoryLog();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(log);
        builder.AddMesh(m =>
        {
            m.WithSeeds((seeds ?? []).Select(s => s.Address));
            configure?.Invoke(m);
        });
        var node = new EmbeddedNode(builder.Build(), log);
        await node._host.StartAsync();
        if (untilReady)
            await node.WhenAsync(MeshPhase.Ready);
        return node;
    }

    /// <summary>Starts so many nodes; the first is the seed of the others.</summary>
    public static async Task<IReadOnlyList<EmbeddedNode>> StartManyAsync(int count, Action<MeshBuilder>? configure = null)
    {
        var first = await StartAsync(configure);
        var others = await Task.WhenAll(Enumerable.Range(1, count - 1).Select(_ => StartAsync(configure, [first])));
        return [first, .. others];
    }

    /// <summary>Waits for a phase, by events; a phase that was passed through quickly counts as well.</summary>
    public Task WhenAsync(MeshPhase phase) => WhenAsync(s => s.Phase == phase, phase.ToString());

    public async Task WhenAsync(Func<MeshState, bool> condition, string what)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(MeshState state)
        {
            if (condition(state))
                reached.TrySetResult();
        }

        Hub.StateChanged += Look;
        try
        {
            Look(Hub.State);
            await Within(reached.Task, what);
        }
        finally
        {
            Hub.StateChanged -= Look;
        }
    }

    /// <summary>Waits until the view is as told, looking at it after each change.</summary>
    public async Task WhenAsync(Func<CatalogSnapshot, bool> condition, string what)
    {
        var since = -1L;
        while (true)
        {
            var (_, snapshot, next) = Hub.ChangesSince(null, since);
            if (condition(snapshot))
                return;
            since = snapshot.Revision;
            await Within(next, what);
        }
    }

    /// <summary>Waits until the service has so many instances that are offered and confirmed.</summary>
    public Task WhenOfferedAsync(string service, int count) => WhenAsync(
        s => (s.Find(service)?.Instances.Count(i => i.IsOffered && i.Standing is Standing.Confirmed) ?? 0) == count,
        $"{count} offered instances of {service}");

    /// <summary>Ends the node's run as if it had been quarantined; the runtime starts another.</summary>
    public void Lose(string reason) => _host.Services.GetRequiredService<MeshRuntime>().Lose(reason);

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        await _host.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }

    private async Task Within(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience.Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"waited {Patience.Limit} for {what}; node {Inspector.SelfAddress} is {Hub.State} with "
                + $"{string.Join(", ", Hub.Snapshot.Services.Values.SelectMany(s => s.Instances).Select(i => $"{i.Instance.Key} {i.Instance.Status} {i.Standing} of {i.Owner}"))}"
                + $"; log:\n{string.Join('\n', Log.Lines)}");
        }
    }
}
