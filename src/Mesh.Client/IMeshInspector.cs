using Mesh.Views;

namespace Mesh.Client;

/// <summary>What operators' doors need beside <see cref="IMeshClient"/>: the members, and orders to them.</summary>
public interface IMeshInspector
{
    /// <summary>
    /// The members as this node sees them, immutable. Between two incarnations of the node it is what was seen last,
    /// with its age.
    /// </summary>
    MembersSnapshot Members { get; }

    /// <summary>The members once they are known, then after each change; a slow reader gets the newest of those missed.</summary>
    IAsyncEnumerable<MembersSnapshot> WatchMembers(CancellationToken cancellation = default);

    /// <summary>Asks a member ("host:port") to leave in order; false: no such member.</summary>
    Task<bool> LeaveAsync(string address, CancellationToken cancellation = default);

    /// <summary>Declares a member dead; false: no such member.</summary>
    Task<bool> DownAsync(string address, CancellationToken cancellation = default);

    /// <summary>This node's remoting address, "host:port"; null before it is bound.</summary>
    string? SelfAddress { get; }
}
