using static Mesh.Testing.Processes.SystemTool;

namespace Mesh.Testing.Processes;

/// <summary>A disk of some KiB, in memory, that can be filled and made read-only; needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    private SmallDisk(string directory)
    {
        Path = directory;
        _ballast = System.IO.Path.Combine(directory, "ballast");
    }

    public string Path { get; }

    /// <summary>Null, with the reason on the console: there cannot be one here.</summary>
    public static SmallDisk? TryMake(int kib)
    {
        var directory = Directory.CreateTempSubdirectory("mesh-disk-").FullName;
        try
        {
            Run("mount", "-t", "tmpfs", "-o", $"size={kib}k", "tmpfs", directory);
            return new SmallDisk(directory);
        }
        catch (InvalidOperationException fault)
        {
            Directory.Delete(directory);
            Console.Out.WriteLine($"not run, there is no small disk here: {fault.Message}");
            return null;
        }
    }

    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4_096]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Empty() => File.Delete(_ballast);

    /// <summary>While nobody has a file open there for writing.</summary>
    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path, recursive: true);
    }
}
