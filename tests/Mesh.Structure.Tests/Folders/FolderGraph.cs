namespace Mesh.Structure.Tests.Folders;

/// <summary>Which folder uses which, and by what. A folder and the folder it lies in are two different nodes.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, List<Use>>> _edges = new(StringComparer.Ordinal);

    public FolderGraph(IEnumerable<Use> uses)
    {
        foreach (var use in uses.Where(u => u.Folder != u.DeclaringFolder))
        {
            Used(use.DeclaringFolder);
            var used = Used(use.Folder);
            if (!used.TryGetValue(use.DeclaringFolder, out var edge))
                used[use.DeclaringFolder] = edge = [];
            edge.Add(use);
        }
    }

    public IReadOnlyCollection<string> Folders => _edges.Keys;

    public IReadOnlyCollection<string> UsedBy(string folder) => _edges[folder].Keys;

    public IReadOnlyList<Use> Uses(string folder, string used) =>
        _edges[folder].TryGetValue(used, out var edge) ? edge : [];

    private SortedDictionary<string, List<Use>> Used(string folder)
    {
        if (!_edges.TryGetValue(folder, out var used))
            _edges[folder] = used = new SortedDictionary<string, List<Use>>(StringComparer.Ordinal);
        return used;
    }
}
