using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class StoringPeersTests
{
    private readonly List<(Owner To, IWireMessage Message)> _sent = [];
    private readonly List<string> _storing = [];
    private readonly StoringPeers _peers;

    public StoringPeersTests() => _peers = new StoringPeers(
        Some.Owner(5), (message, to) => _sent.Add((to, message)), addresses => _storing.Add(string.Join(", ", addresses)));

    [Fact]
    public void Members_are_told_once_what_was_stored_is_back_and_those_that_come_later_too()
    {
        var said = new ReplicationProtocol.Back(Some.Owner(5), Stores: true);
        _peers.Greet(Some.Owner(1));
        Assert.Empty(_sent);

        _peers.Restored(stores: true, [Some.Owner(1)]);
        _peers.Greet(Some.Owner(2));

        Assert.Equal([(Some.Owner(1), said), (Some.Owner(2), said)], _sent);
    }

    [Fact]
    public void Those_that_store_are_known_until_they_are_removed()
    {
        _peers.Heard(new(Some.Owner(2), Stores: true));
        _peers.Heard(new(Some.Owner(1), Stores: true));
        _peers.Heard(new(Some.Owner(1), Stores: true));
        _peers.Heard(new(Some.Owner(3), Stores: false));
        _peers.Removed(Some.Owner(3));
        _peers.Removed(Some.Owner(2));

        Assert.Equal(["10.0.0.2:4053", "10.0.0.1:4053, 10.0.0.2:4053", "10.0.0.1:4053"], _storing);
    }
}
