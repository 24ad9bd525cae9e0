using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Http;
using Mesh.Client.Telemetry;
using Mesh.Selection;
using Mesh.Telemetry;

namespace Mesh.Grpc;

/// <summary>
/// Picks an instance for each call, from the view as it is at that moment: what drains is passed over before its connection
/// is closed, and what is offered waits for its connection.
/// </summary>
internal sealed class MeshPicker : SubchannelPicker
{
    private readonly IMeshClient _client;
    private readonly GrpcTarget _target;
    private readonly bool _secure;
    private readonly CallMetrics? _metrics;
    private readonly Dictionary<(string Host, int Port), (Subchannel Channel, ConnectivityState State, Status Status)> _connections;

    /// <param name="connections">As they are now: they are read here alone.</param>
    public MeshPicker(
        IMeshClient client,
        GrpcTarget target,
        bool secure,
        IReadOnlyDictionary<(string Host, int Port), Connection> connections,
        CallMetrics? metrics)
    {
        _metrics = metrics;
        _client = client;
        _target = target;
        _secure = secure;
        _connections = connections.ToDictionary(c => c.Key, c => (c.Value.Channel, c.Value.State, c.Value.Status));
    }

    public override PickResult Pick(PickContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        List<InstanceKey>? excluded = null;
        var key = _target.Key is { } name && context.Request?.Headers.TryGetValues(name, out var values) is true
            ? values.FirstOrDefault()
            : null;
        var (isConnecting, failure) = (false, default(Status?));
        while (_client.Pick(_target.Service, new PickRequest { Key = key, Policy = _target.Policy, Exclude = excluded }) is { } picked)
        {
            (excluded ??= []).Add(picked.Instance.Key);
            if (_target.PortOf(picked.Instance, _secure) is not { } port)
                continue;
            // What is not among the connections yet will be told to the channel next.
            var isKnown = _connections.TryGetValue((picked.Host, port), out var connection);
            if (isKnown && connection.State is ConnectivityState.Ready)
            {
                Count(key, PickOutcomes.Picked);
                return PickResult.ForSubchannel(connection.Channel, new CallCount(picked.Load));
            }

            if (isKnown && connection.State is ConnectivityState.TransientFailure or ConnectivityState.Shutdown)
                failure = connection.Status;
            else
                isConnecting = true;
        }

        // A call that waits for a connection is picked for anew when there is one.
        if (isConnecting)
            return PickResult.ForQueue();
        Count(key, PickOutcomes.NoInstance);
        return PickResult.ForFailure(failure is { StatusCode: not StatusCode.OK } told ? told : NoInstance(_client, _target));
    }

    private void Count(string? key, string outcome) =>
        _metrics?.Picked(_client, _target.Service, new PickRequest { Key = key, Policy = _target.Policy }, CallMetrics.Grpc, outcome);

    public static Status NoInstance(IMeshClient client, GrpcTarget target)
    {
        var view = client.Resolve(target.Service);
        var port = target.PortName is null ? "" : $" with a port named '{target.PortName}'";
        return new Status(
            StatusCode.Unavailable,
            $"No instance of the service '{target.Service}'{port} is available: {view.Instances.Length} known{StrictZone.Reason(view.Service)}; the mesh node is "
            + $"{client.State.Phase.ToString().ToLowerInvariant()} ({client.State.Detail})");
    }
}
