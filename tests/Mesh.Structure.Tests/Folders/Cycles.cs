namespace Mesh.Structure.Tests.Folders;

/// <summary>The strongly connected components of more than one folder (Tarjan's algorithm).</summary>
internal sealed class Cycles
{
    private readonly FolderGraph _graph;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lowest = new(StringComparer.Ordinal);
    private readonly Stack<string> _open = new();
    private readonly List<IReadOnlyList<string>> _found = [];

    private Cycles(FolderGraph graph) => _graph = graph;

    public static IReadOnlyList<IReadOnlyList<string>> Of(FolderGraph graph)
    {
        var search = new Cycles(graph);
        foreach (var folder in graph.Folders.Where(f => !search._index.ContainsKey(f)))
            search.Visit(folder);
        return search._found;
    }

    private void Visit(string folder)
    {
        _index[folder] = _lowest[folder] = _index.Count;
        _open.Push(folder);
        foreach (var used in _graph.UsedBy(folder))
        {
            if (!_index.TryGetValue(used, out var index))
            {
                Visit(used);
                _lowest[folder] = Math.Min(_lowest[folder], _lowest[used]);
            }
            else if (_open.Contains(used))
            {
                _lowest[folder] = Math.Min(_lowest[folder], index);
            }
        }

        if (_lowest[folder] == _index[folder])
            Close(folder);
    }

    private void Close(string root)
    {
        var component = new List<string>();
        do
            component.Add(_open.Pop());
        while (component[^1] != root);

        if (component.Count > 1)
            _found.Add(component);
    }
}
