using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.ToConsul;

/// <summary>The entries of each service as they were last read.</summary>
internal sealed class ConsulFold
{
    private Dictionary<string, IReadOnlyList<SideEntry>> _services = [];

    public long Readings { get; private set; }

    /// <summary>Replaces everything by what was read.</summary>
    public void Replace(IReadOnlyDictionary<string, IReadOnlyList<SideEntry>> read)
    {
        _services = new(read);
        Readings++;
    }

    public void Set(string service, IReadOnlyList<SideEntry> entries)
    {
        if (entries.Count == 0)
            _services.Remove(service);
        else
            _services[service] = entries;
    }

    public SideView ToView(bool isLive) => new(isLive && Readings > 0, Readings, [.. _services.Values.SelectMany(e => e)]);
}
