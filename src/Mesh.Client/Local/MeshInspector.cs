using Mesh.Hosting;
using Mesh.Views;
using Microsoft.Extensions.Options;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Client.Local;

/// <summary>Asks the node's membership.</summary>
internal sealed class MeshInspector : IMeshInspector
{
    private readonly IMeshTransport _transport;
    private readonly MeshClientOptions _options;

    public MeshInspector(IMeshTransport transport, IOptions<MeshClientOptions> options)
    {
        _transport = transport;
        _options = options.Value;
    }

    public string? SelfAddress => _transport.SelfAddress;

    public async Task<IReadOnlyList<MeshMember>> GetMembersAsync(CancellationToken cancellation = default) =>
        await Ask(GetMembers.Instance, cancellation) is Members members ? members.Items : [];

    public async Task<bool> LeaveAsync(string address, CancellationToken cancellation = default) =>
        await Ask(new Leave(address), cancellation) is Ordered;

    public async Task<bool> DownAsync(string address, CancellationToken cancellation = default) =>
        await Ask(new Down(address), cancellation) is Ordered;

    private Task<object?> Ask(object message, CancellationToken cancellation) =>
        _transport.AskAsync(MeshNames.Membership, message, _options.AskTimeout, cancellation);
}
