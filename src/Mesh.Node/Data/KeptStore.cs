using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Data;

/// <summary>
/// The file of kept instances in a directory that belongs to one node at a time. It is written beside and then moved
/// over, so that it is whole after a crash; one that could not be read in full is set aside before it is overwritten.
/// </summary>
internal sealed class KeptStore : IDisposable
{
    public const string FileName = "kept.jsonl";

    private readonly FileStream _lock;
    private bool _mustSetAside;

    public KeptStore(string directory)
    {
        Directory.CreateDirectory(directory);
        Path = System.IO.Path.Combine(directory, FileName);
        try
        {
            _lock = new FileStream(
                System.IO.Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException trouble)
        {
            throw new IOException($"--data: {directory} is in use by another node", trouble);
        }
    }

    public string Path { get; }

    /// <summary>What is stored, with a fault for each line that cannot be read; nothing when there is no file yet.</summary>
    public (IReadOnlyList<ServiceInstance> Instances, IReadOnlyList<string> Faults) Load()
    {
        if (!File.Exists(Path))
            return ([], []);
        var loaded = KeptLines.Read(File.ReadAllLines(Path));
        _mustSetAside = loaded.Faults.Count > 0;
        return loaded;
    }

    public void Save(IEnumerable<ServiceInstance> instances)
    {
        if (_mustSetAside)
            SetAside();
        var part = Path + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            foreach (var line in KeptLines.Write(instances))
                file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(part, Path, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();

    private void SetAside()
    {
        var number = 1;
        while (File.Exists($"{Path}.bad-{number}"))
            number++;
        File.Copy(Path, $"{Path}.bad-{number}");
        _mustSetAside = false;
    }
}
