using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Mesh.Client;
using Mesh.Client.Http;

namespace Mesh.Grpc;

/// <summary>Tells a channel the instances of its service, again with each change of the view; asks nobody.</summary>
internal sealed class MeshResolver(IMeshClient client, GrpcTarget target, bool secure, TimeProvider time) : Resolver
{
    // As long as calls over HTTP wait for a node that begins.
    private static readonly TimeSpan ReadyWait = new MeshHttpOptions().ReadyWait;

    private readonly CancellationTokenSource _stop = new();

    /// <summary>The balancer is part of the answer, so that an address is all that a client has to give.</summary>
    private readonly ServiceConfig _config = new() { LoadBalancingConfigs = { MeshBalancerFactory.ConfigOf(target, secure) } };

    public override void Start(Action<ResolverResult> listener) => _ = Task.Run(() => ReadAsync(listener), CancellationToken.None);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task ReadAsync(Action<ResolverResult> listener)
    {
        try
        {
            var stop = _stop.Token;
            var begun = FirstReady.WithinAsync(client, ReadyWait, time, stop);
            await using var changes = client.Watch(target.Service, cancellation: stop).GetAsyncEnumerator(stop);
            while (true)
            {
                var next = changes.MoveNextAsync().AsTask();
                // A node that has just begun may know nothing yet.
                if (Addresses() is [])
                    await Task.WhenAny(next, begun);
                // All that has changed is one answer.
                if (!next.IsCompleted)
                    listener(Answer());
                if (!await next)
                    return;
            }
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
        {
            // The channel has ended.
        }
    }

    private ResolverResult Answer() => Addresses() is { Length: > 0 } addresses
        ? ResolverResult.ForResult(addresses, _config, Status.DefaultSuccess)
        : ResolverResult.ForFailure(MeshPicker.NoInstance(client, target));

    private BalancerAddress[] Addresses() =>
    [
        .. client.Resolve(target.Service).Instances
            .Where(i => i.IsOffered)
            .Select(i => (i.Instance.Host, Port: target.PortOf(i.Instance, secure)))
            .Where(a => a.Port is not null)
            .Distinct()
            .Select(a => new BalancerAddress(a.Host, a.Port!.Value)),
    ];
}
