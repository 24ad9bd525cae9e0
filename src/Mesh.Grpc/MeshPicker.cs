using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Selection;

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
    private readonly Dictionary<(string Host, int Port), Subchannel> _connected = [];

    public MeshPicker(IMeshClient client, GrpcTarget target, bool secure, IReadOnlyList<Subchannel> connected)
    {
        _client = client;
        _target = target;
        _secure = secure;
        foreach (var channel in connected)
        {
            foreach (var address in channel.GetAddresses())
                _connected[(address.EndPoint.Host, address.EndPoint.Port)] = channel;
        }
    }

    public override PickResult Pick(PickContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        List<InstanceKey>? excluded = null;
        var key = _target.Key is { } name && context.Request?.Headers.TryGetValues(name, out var values) is true
            ? values.FirstOrDefault()
            : null;
        var isConnecting = false;
        while (_client.Pick(_target.Service, new PickRequest { Key = key, Policy = _target.Policy, Exclude = excluded }) is { } picked)
        {
            var port = _target.PortOf(picked.Instance, _secure);
            if (port is not null && _connected.TryGetValue((picked.Host, port.Value), out var channel))
                return PickResult.ForSubchannel(channel, new CallCount(picked.Load));
            isConnecting |= port is not null;
            (excluded ??= []).Add(picked.Instance.Key);
        }

        return isConnecting ? PickResult.ForQueue() : PickResult.ForFailure(NoInstance(_client, _target));
    }

    public static Status NoInstance(IMeshClient client, GrpcTarget target)
    {
        var known = client.Resolve(target.Service).Instances.Length;
        var port = target.PortName is null ? "" : $" with a port named '{target.PortName}'";
        return new Status(
            StatusCode.Unavailable,
            $"No instance of the service '{target.Service}'{port} is available: {known} known; the mesh node is "
            + $"{client.State.Phase.ToString().ToLowerInvariant()} ({client.State.Detail})");
    }
}
