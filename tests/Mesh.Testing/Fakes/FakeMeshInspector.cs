using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Client.Local;
using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Testing.Fakes;

/// <summary>The real inspector of a node that has the members it was given; remembers the orders to them.</summary>
internal sealed class FakeMeshInspector : IMeshInspector, IMeshTransport
{
    private readonly MeshHub _hub = new(DateTimeOffset.UnixEpoch, 5);
    private readonly MeshInspector _inspector;

    public FakeMeshInspector()
    {
        _inspector = new MeshInspector(_hub, this, Microsoft.Extensions.Options.Options.Create(new MeshClientOptions()));
        Set(
            new(FakeMeshClient.Self, "n1", "up", Standing.Confirmed, ["mesh"], "a", "1.0", true),
            new(new Owner("127.0.0.1:4054", 8), "n2", "up", Standing.Suspect, [], "b", "1.0", false));
    }

    /// <summary>The orders that were carried out, such as "down b:1".</summary>
    public List<string> Orders { get; } = [];

    /// <summary>All that an actor of the node was asked.</summary>
    public ConcurrentQueue<object> Asked { get; } = new();

    public string? SelfAddress => FakeMeshClient.Self.Address;

    public MembersSnapshot Members => _inspector.Members;

    public IAsyncEnumerable<MembersSnapshot> WatchMembers(CancellationToken cancellation = default) =>
        _inspector.WatchMembers(cancellation);

    /// <summary>From now on these are the members, oldest first.</summary>
    public void Set(params MeshMember[] members) => _hub.Members.Publish([.. members]);

    public Task<bool> LeaveAsync(string address, CancellationToken cancellation = default) =>
        _inspector.LeaveAsync(address, cancellation);

    public Task<bool> DownAsync(string address, CancellationToken cancellation = default) =>
        _inspector.DownAsync(address, cancellation);

    Task<object?> IMeshTransport.AskAsync(string actor, object message, TimeSpan timeout, CancellationToken cancellation)
    {
        Asked.Enqueue(message);
        return Task.FromResult<object?>(message switch
        {
            MembershipProtocol.Leave leave => Order("leave", leave.Address),
            MembershipProtocol.Down down => Order("down", down.Address),
            _ => null,
        });
    }

    void IMeshTransport.Tell(string actor, object message)
    {
        // Nobody is there.
    }

    private object Order(string order, string address)
    {
        if (Members.FindAddress(address) is null)
            return new MembershipProtocol.UnknownMember(address);
        Orders.Add($"{order} {address}");
        return new MembershipProtocol.Ordered(address);
    }
}
