using Mesh.Catalog;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToEtcd;
using Mesh.Node.Bridge.ToMesh;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Doors.Tests.Bridge.Mirror;

/// <summary>
/// A mesh and an etcd in memory with a bridge between them, as far as the core sees them: native instances, copies that
/// lapse with the bridge, views that lag behind, sides that cannot be reached.
/// </summary>
internal sealed class TwoSystems
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly MirrorTerms _in = new("b1", Entries.Etcd, Entries.Mesh, MeshFormat.Instance);
    private readonly MirrorTerms _out = new("b1", Entries.Mesh, Entries.Etcd, new EtcdFormat(new NativeRule("/services/")));
    private MirrorState _inState = MirrorState.Empty;
    private MirrorState _outState = MirrorState.Empty;
    private TimeSpan _now;
    private TimeSpan _bridgeDiedAt = TimeSpan.MaxValue;
    private long _reading = 1;
    private SideView _staleMesh = SideView.Unknown;
    private SideView _staleEtcd = SideView.Unknown;

    public Dictionary<string, SideEntry> Mesh { get; } = [];

    public Dictionary<string, SideEntry> Etcd { get; } = [];

    public bool IsMeshCut { get; set; }

    public bool IsEtcdCut { get; set; }

    public bool IsBridgeAlive => _bridgeDiedAt == TimeSpan.MaxValue;

    /// <summary>Writes of the bridge that reached a system.</summary>
    public int Writes { get; private set; }

    /// <summary>Native keys that a write of the bridge removed or replaced; there must be none.</summary>
    public List<string> Harmed { get; } = [];

    public void RegisterInMesh(string service, int port, string id) =>
        Mesh[$"{service}/{id}"] = Entries.Native($"{service}/{id}", service, port);

    public void RegisterInEtcd(string service, int port) =>
        Etcd[$"/services/{service}/10.0.0.1:{port}"] = Entries.Native($"/services/{service}/10.0.0.1:{port}", service, port);

    public void TurnInMesh(string service, string id)
    {
        if (Mesh.TryGetValue($"{service}/{id}", out var entry) && entry.Mark is null)
        {
            var status = entry.IsOffered ? InstanceStatus.Critical : InstanceStatus.Passing;
            Mesh[entry.Key] = entry with { IsOffered = !entry.IsOffered, Instance = entry.Instance with { Status = status } };
        }
    }

    public static void Remove(Dictionary<string, SideEntry> system, string key)
    {
        if (system.TryGetValue(key, out var entry) && entry.Mark is null)
            system.Remove(key);
    }

    public void Advance(int seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        if (_now - Lease < _bridgeDiedAt)
            return;
        foreach (var system in new[] { Mesh, Etcd })
        {
            foreach (var copy in system.Values.Where(e => e.Mark is not null).ToArray())
                system.Remove(copy.Key);
        }
    }

    public void Crash()
    {
        if (IsBridgeAlive)
            _bridgeDiedAt = _now;
    }

    /// <summary>All that the bridge remembered is gone.</summary>
    public void Restart()
    {
        if (IsBridgeAlive)
            return;
        (_bridgeDiedAt, _inState, _outState) = (TimeSpan.MaxValue, MirrorState.Empty, MirrorState.Empty);
        (_staleMesh, _staleEtcd) = (SideView.Unknown, SideView.Unknown);
    }

    /// <summary>The bridge hears of everything up to now.</summary>
    public void Hear()
    {
        _reading++;
        _staleMesh = Look(Mesh, IsMeshCut);
        _staleEtcd = Look(Etcd, IsEtcdCut);
    }

    /// <summary>One step each way, on what the bridge heard last.</summary>
    public int Step(bool accepted = false)
    {
        if (!IsBridgeAlive)
            return 0;
        var mesh = _staleMesh with { IsComplete = _staleMesh.IsComplete && !IsMeshCut };
        var etcd = _staleEtcd with { IsComplete = _staleEtcd.IsComplete && !IsEtcdCut };
        var inward = MirrorStep.Decide(_in, etcd, mesh, _inState, accepted, _now);
        var outward = MirrorStep.Decide(_out, mesh, etcd, _outState, accepted, _now);
        (_inState, _outState) = (inward.Next, outward.Next);
        foreach (var write in inward.Writes)
            Apply(Mesh, write);
        foreach (var write in outward.Writes)
            Apply(Etcd, write);
        return inward.Writes.Length + outward.Writes.Length;
    }

    private SideView Look(Dictionary<string, SideEntry> system, bool isCut) =>
        isCut ? SideView.Unknown : new SideView(true, _reading, [.. system.Values]);

    private void Apply(Dictionary<string, SideEntry> system, CopyWrite write)
    {
        // As the transactions of etcd and the ids in the mesh have it: a native key is never written.
        var isNative = system.TryGetValue(write.Key, out var there) && there.Mark is null;
        if (isNative && system == Mesh)
            Harmed.Add(write.Key);
        if (isNative)
            return;
        Writes++;
        if (write is CopyWrite.Put put)
            system[put.Key] = new SideEntry(put.Key, put.Instance, put.Mark, true, "1");
        else
            system.Remove(write.Key);
    }
}
