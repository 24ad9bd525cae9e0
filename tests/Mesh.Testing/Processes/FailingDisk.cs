using static Mesh.Testing.Processes.SystemTool;

namespace Mesh.Testing.Processes;

/// <summary>
/// A small file system of its own that can be made to find an error: the kernel makes it read-only at once, though files are open, and it
/// is written again after its repair alone, for which nobody may use it. Needs root, a loop device and ext4.
/// </summary>
internal sealed class FailingDisk : IDisposable
{
    private const int Mebibytes = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-disk-");
    private readonly string _device;

    private FailingDisk()
    {
        var image = System.IO.Path.Combine(_folder.FullName, "image");
        using (var file = new FileStream(image, FileMode.CreateNew))
            file.SetLength(Mebibytes << 20);
        Run("mkfs.ext4", "-q", "-F", image);
        Directory.CreateDirectory(Path);
        _device = Run("losetup", "--find", "--show", image).Trim();
        try
        {
            Mount();
        }
        catch
        {
            Release();
            throw;
        }
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "disk");

    /// <exception cref="InvalidOperationException">There cannot be one here, and why.</exception>
    public static FailingDisk Make() => new();

    public void Fail() => File.WriteAllText($"/sys/fs/ext4/{System.IO.Path.GetFileName(_device)}/trigger_fs_error", "1");

    /// <summary>Nobody has a file open there.</summary>
    public void Repair()
    {
        Run("umount", Path);
        // 1: errors were corrected.
        Run(["e2fsck", "-f", "-y", _device], most: 1);
        Mount();
    }

    public void Dispose()
    {
        Run("umount", Path);
        Release();
    }

    private void Release()
    {
        Run("losetup", "--detach", _device);
        _folder.Delete(recursive: true);
    }

    private void Mount() => Run("mount", "-o", "errors=remount-ro", _device, Path);
}
