using Mesh.KeyValues;

namespace Mesh.Node.Data;

/// <summary>The file of entries in the data directory, beside that of kept instances, whose lock guards both.</summary>
internal sealed class KeyFile(string directory)
{
    public const string FileName = "entries.jsonl";

    private readonly WholeFile _file = new(System.IO.Path.Combine(directory, FileName));

    public string Path => _file.Path;

    /// <summary>What is stored, with a fault for each line that cannot be read; nothing when there is no file yet.</summary>
    public (IReadOnlyList<KeyRecord> Entries, IReadOnlyList<string> Faults) Load() => _file.Load(KeyLines.Read);

    public void Save(IEnumerable<KeyRecord> entries) => _file.Save(KeyLines.Write(entries));
}
