using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Trust;

namespace Mesh.Actors.Tests.Trust;

public sealed class SendersTests
{
    private static readonly Owner One = Some.Owner(1);
    private static readonly Owner Two = Some.Owner(2);

    [Fact]
    public void Message_is_of_the_node_that_its_sender_is_at()
    {
        Assert.True(Senders.IsBy(new RemoteActor(One.Address), One));
        Assert.False(Senders.IsBy(new RemoteActor(Two.Address), One));
        Assert.Equal(Two.Address, Senders.AddressOf(new RemoteActor(Two.Address)));
    }

    [Fact]
    public void Message_of_nobody_and_one_of_this_node_is_of_no_other()
    {
        Assert.False(Senders.IsBy(new RemoteActor(null), One));
        Assert.Null(Senders.AddressOf(new RemoteActor(null)));
    }
}
