using Mesh.Catalog;

namespace Mesh.Node.Data;

/// <summary>The file of kept instances in a directory that belongs to one node at a time.</summary>
internal sealed class KeptStore : IDisposable
{
    public const string FileName = "kept.jsonl";

    private readonly FileStream _lock;
    private readonly WholeFile _file;

    public KeptStore(string directory)
    {
        Directory.CreateDirectory(directory);
        _file = new WholeFile(System.IO.Path.Combine(directory, FileName));
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

    public string Path => _file.Path;

    /// <summary>What is stored, with a fault for each line that cannot be read; nothing when there is no file yet.</summary>
    public (IReadOnlyList<ServiceInstance> Instances, IReadOnlyList<string> Faults) Load() => _file.Load(KeptLines.Read);

    public void Save(IEnumerable<ServiceInstance> instances) => _file.Save(KeptLines.Write(instances));

    public void Dispose() => _lock.Dispose();
}
