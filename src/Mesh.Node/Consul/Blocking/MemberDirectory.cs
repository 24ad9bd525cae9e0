using Mesh.Client;
using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// The nodes of the mesh as last heard, with an index that changes when they do. Membership has no revision of its own,
/// so it is asked at each question for nodes, and each second while somebody waits for a change.
/// </summary>
internal sealed class MemberDirectory(IMeshClient client, IMeshInspector inspector, ParkingLot lot, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile MemberList _list = new(0, []);

    /// <summary>Index 0 until the first answer.</summary>
    public MemberList Current => _list;

    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var members = await inspector.GetMembersAsync(cancellation);
        // A node that is between two incarnations has no answer; what was known counts on.
        if (members.Count == 0 && _list.Index > 0)
            return;
        if (!Update(members))
            return;
        lot.Wake(Topics.Nodes);
        lot.Wake(Topics.Everything);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (lot.Count > 0)
                await RefreshAsync(stoppingToken);
        }
    }

    private bool Update(IReadOnlyList<MeshMember> members)
    {
        lock (_gate)
        {
            var sorted = members.OrderBy(m => m.Owner).ToList();
            if (_list.Index > 0 && sorted.SequenceEqual(_list.Members))
                return false;
            // Above the snapshot's: an answer that is made of both must have another index after this.
            _list = new MemberList(Math.Max(_list.Index, client.Snapshot.Revision) + 1, sorted);
            return true;
        }
    }
}
