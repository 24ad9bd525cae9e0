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
    public void Clear()
    {
        foreach (var folder in Roots.SelectMany(Directory.EnumerateDirectories))
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose()
    {
        foreach (var root in Roots.Where(Directory.Exists))
            Directory.Delete(root, recursive: true);
    }

    private string New(string root) => Directory.CreateDirectory(Path.Combine(root, $"{Interlocked.Increment(ref _last)}")).FullName;
}
