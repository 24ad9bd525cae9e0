using Mesh.Views;

namespace Mesh.Client;

/// <summary>What operators' doors need beside <see cref="IMeshClient"/>: the members, and orders to them.</summary>
public interface IMeshInspector
{
    /// <summary>The members as this node sees them; empty when it is not part of a mesh right now.</summary>
    Task<IReadOnlyList<MeshMember>> GetMembersAsync(CancellationToken cancellation = default);

    /// <summary>Asks a member ("host:port") to leave in order; false: no such member.</summary>
    Task<bool> LeaveAsync(string address, CancellationToken cancellation = default);

    /// <summary>Declares a member dead; false: no such member.</summary>
    Task<bool> DownAsync(string address, CancellationToken cancellation = default);

    /// <summary>This node's remoting address, "host:port"; null before it is bound.</summary>
    string? SelfAddress { get; }
}
