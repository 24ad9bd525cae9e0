using Mesh.KeyValues;

namespace Mesh.Node.Data;

/// <summary>The file of entries in the data directory, beside that of kept instances, whose lock guards both.</summary>
internal sealed class KeyFile(string directory)
{
    public const string FileName = "entries.jsonl";

    private readonly WholeFile _file = new(System.IO.Path.Combine(directory, FileName));

    public string Path => _file.Path;

    /// <summary>What is stored, with a fault for each line that cannot be read; nothing when there is no file yet.</summary>
    public (IReadOnlyList<KeyRecord> Entries, IReadOnlyList<string> Faults) Load()
    {
        if (!_file.Exists)
            return ([], []);
        var loaded = KeyLines.Read(_file.Load());
        _file.MustSetAside = loaded.Faults.Count > 0;
        return loaded;
    }

    public void Save(IEnumerable<KeyRecord> entries) => _file.Save(KeyLines.Write(entries));
}
