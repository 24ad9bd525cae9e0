using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Views;
using Microsoft.Extensions.Options;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Client.Local;

/// <summary>Reads the members from the hub; orders go to the node's membership.</summary>
internal sealed class MeshInspector : IMeshInspector
{
    private readonly PublishedMembers _members;
    private readonly IMeshTransport _transport;
    private readonly MeshClientOptions _options;

    public MeshInspector(MeshHub hub, IMeshTransport transport, IOptions<MeshClientOptions> options)
    {
        _members = hub.Members;
        _transport = transport;
        _options = options.Value;
    }

    public string? SelfAddress => _transport.SelfAddress;

    public MembersSnapshot Members => _members.Current;

    public IAsyncEnumerable<MembersSnapshot> WatchMembers(CancellationToken cancellation = default) =>
        _members.Watch(cancellation);

    public async Task<bool> LeaveAsync(string address, CancellationToken cancellation = default) =>
        await Ask(new Leave(address), cancellation) is Ordered;

    public async Task<bool> DownAsync(string address, CancellationToken cancellation = default) =>
        await Ask(new Down(address), cancellation) is Ordered;

    private Task<object?> Ask(object message, CancellationToken cancellation) =>
        _transport.AskAsync(MeshNames.Membership, message, _options.AskTimeout, cancellation);
}
