using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Mesh.Client;
using Mesh.Client.Telemetry;

namespace Mesh.Grpc;

/// <summary>
/// Keeps a connection to each instance; which one takes a call is picked by the mesh. A connection is closed only after its
/// place in the list is taken by others, so that there is no moment in which a call finds none. The channel calls it under a
/// lock, one call at a time.
/// </summary>
internal sealed class MeshBalancer(
    IChannelControlHelper controller, IMeshClient client, GrpcTarget target, bool secure, CallMetrics? metrics) : LoadBalancer
{
    private Dictionary<(string Host, int Port), Connection> _connections = [];

    public override void UpdateChannelState(ChannelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var before = _connections;
        var added = new List<Connection>();
        _connections = [];
        foreach (var address in state.Addresses ?? [])
        {
            var place = (address.EndPoint.Host, address.EndPoint.Port);
            if (!before.Remove(place, out var connection))
                added.Add(connection = Open(address, place));
            _connections[place] = connection;
        }

        foreach (var connection in added)
            connection.Channel.RequestConnection();
        Publish();
        foreach (var gone in before.Values)
            gone.Channel.Dispose();
    }

    public override void RequestConnection()
    {
        foreach (var connection in _connections.Values.Where(c => c.State is ConnectivityState.Idle))
            connection.Channel.RequestConnection();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            var all = _connections.Values.ToArray();
            _connections = [];
            foreach (var connection in all)
                connection.Channel.Dispose();
        }

        base.Dispose(disposing);
    }

    private Connection Open(BalancerAddress address, (string Host, int Port) place)
    {
        var connection = new Connection(controller.CreateSubchannel(new SubchannelOptions([address])));
        connection.Channel.OnStateChanged(s => On(place, connection, s));
        return connection;
    }

    private void On((string Host, int Port) place, Connection connection, SubchannelState state)
    {
        if (!_connections.TryGetValue(place, out var present) || !ReferenceEquals(present, connection))
            return;
        (connection.State, connection.Status) = (state.State, state.Status);
        Publish();
        if (state.State is ConnectivityState.Idle)
            connection.Channel.RequestConnection();
    }

    private void Publish()
    {
        var states = _connections.Values.Select(c => c.State).ToHashSet();
        var state = states.Contains(ConnectivityState.Ready) ? ConnectivityState.Ready
            : states.Contains(ConnectivityState.Connecting) || states.Contains(ConnectivityState.Idle) ? ConnectivityState.Connecting
            : ConnectivityState.TransientFailure;
        controller.UpdateState(new BalancerState(state, new MeshPicker(client, target, secure, _connections, metrics)));
    }
}
