namespace Mesh.Trials.Comparison;

/// <summary>Folders for what is started in this run, in memory and on a disk, removed at its end.</summary>
internal sealed class DataFolders : IDisposable
{
    private readonly string _name = $"mesh-bench-{Environment.ProcessId}";
    private int _last;

    public DataFolders()
    {
        Directory.CreateDirectory(MemoryRoot);
        Directory.CreateDirectory(DiskRoot);
    }

    private string MemoryRoot => Path.Combine("/dev/shm", _name);

    private string[] Roots => [MemoryRoot, DiskRoot];

    private string DiskRoot => Path.Combine("/var/tmp", _name);

    public string NewInMemory() => New(MemoryRoot);

    /// <exception cref="InvalidOperationException">That folder is in memory too.</exception>
    public string NewOnDisk()
    {
        var format = new DriveInfo(DiskRoot).DriveFormat;
        return format is "tmpfs" or "ramfs"
            ? throw new InvalidOperationException($"{DiskRoot} is on no disk, but {format}")
            : New(DiskRoot);
    }

    /// <summary>Removes what a row has left: memory is not there for its data twice.</summary>
    public void Clear() => Delete(Roots.SelectMany(r => Directory.EnumerateDirectories(r)));

    public void Dispose() => Delete(Roots.Where(r => Directory.Exists(r)));

    private static void Delete(IEnumerable<string> folders)
    {
        foreach (var folder in folders.ToArray())
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // A server that is just being ended wrote there once more: the end of the run, or bench.sh, removes it.
            }
        }
    }

    private string New(string root) => Directory.CreateDirectory(Path.Combine(root, $"{Interlocked.Increment(ref _last)}")).FullName;
}
