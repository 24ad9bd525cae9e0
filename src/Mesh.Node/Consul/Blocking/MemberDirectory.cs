using Mesh.Client;
using Mesh.Views;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// The nodes of the mesh with an index that changes when they do. Their versions are no revisions of the catalogue, so
/// each list of them gets an index above both. Followed, so that those who wait for a change are woken.
/// </summary>
internal sealed class MemberDirectory(IMeshClient client, IMeshInspector inspector, ParkingLot lot) : BackgroundService
{
    private readonly Lock _gate = new();
    private volatile MemberList _list = MemberList.Unknown;

    /// <summary>Index 0 while nothing is known.</summary>
    public MemberList Current
    {
        get
        {
            Follow(inspector.Members);
            return _list;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var members in inspector.WatchMembers(stoppingToken))
            Follow(members);
    }

    private void Follow(MembersSnapshot members)
    {
        if (members.Version == _list.Version || !Update(members))
            return;
        lot.Wake(Topics.Nodes);
        lot.Wake(Topics.Everything);
    }

    /// <summary>True: there is another list than before.</summary>
    private bool Update(MembersSnapshot members)
    {
        lock (_gate)
        {
            if (members.Version <= _list.Version)
                return false;
            var sorted = members.Items.OrderBy(m => m.Owner).ToList();
            if (_list.Index > 0 && sorted.SequenceEqual(_list.Members))
            {
                _list = _list with { Version = members.Version };
                return false;
            }

            // Above the snapshot's: an answer that is made of both must have another index after this.
            _list = new MemberList(members.Version, CommonIndex.After(Math.Max(_list.Index, client.Snapshot.Index), members.Version), sorted);
            return true;
        }
    }
}
