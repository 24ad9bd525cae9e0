using Mesh.Catalog;
using Mesh.Client;
using Mesh.Views;

namespace Mesh.Testing.Fakes;

/// <summary>A node that knows the members it was given, and remembers the orders to them.</summary>
public sealed class FakeMeshInspector : IMeshInspector
{
    public List<MeshMember> Members { get; } =
    [
        new(FakeMeshClient.Self, "n1", "up", Standing.Confirmed, ["mesh"], "a", "1.0", true),
        new(new Owner("127.0.0.1:4054", 8), "n2", "up", Standing.Suspect, [], "b", "1.0", false),
    ];

    public List<string> Orders { get; } = [];

    public string? SelfAddress => FakeMeshClient.Self.Address;

    public Task<IReadOnlyList<MeshMember>> GetMembersAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<MeshMember>>(Members);

    public Task<bool> LeaveAsync(string address, CancellationToken cancellation = default) => Order("leave", address);

    public Task<bool> DownAsync(string address, CancellationToken cancellation = default) => Order("down", address);

    private Task<bool> Order(string order, string address)
    {
        var isKnown = Members.Exists(m => m.Owner.Address == address);
        if (isKnown)
            Orders.Add($"{order} {address}");
        return Task.FromResult(isKnown);
    }
}
