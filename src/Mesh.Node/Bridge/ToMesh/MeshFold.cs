using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Consul;
using Mesh.Palette.Api;

namespace Mesh.Node.Bridge.ToMesh;

/// <summary>
/// Folds a watch of a node into a view. A reset begins a new reading: the present instances follow, and of them only
/// the last carries a revision from which a watch could resume, so that one ends the reading.
/// </summary>
internal sealed class MeshFold
{
    private Dictionary<string, SideEntry> _entries = [];
    private Dictionary<string, SideEntry>? _reading;

    public long Readings { get; private set; }

    /// <summary>Takes one event; false: a reading is under way and the view is that of before.</summary>
    public bool Apply(WatchEvent item)
    {
        if (item.Change == "reset")
            _reading = [];
        else if (item.Instance is { } model)
            Set(_reading ?? _entries, model, item);
        if (_reading is null)
            return true;
        if (item.Revision <= 0)
            return false;
        (_entries, _reading) = (_reading, null);
        Readings++;
        return true;
    }

    public SideView ToView(bool isLive) => new(isLive && Readings > 0, Readings, [.. _entries.Values]);

    private static void Set(Dictionary<string, SideEntry> entries, InstanceModel model, WatchEvent item)
    {
        // Nobody could call it: it stands for a node.
        if (model.Service == ConsulNodeRecords.Name)
            return;
        var entry = MeshMapping.ToEntry(model, item.Revision);
        if (item.Change == "removed")
            entries.Remove(entry.Key);
        else
            entries[entry.Key] = entry;
    }
}
