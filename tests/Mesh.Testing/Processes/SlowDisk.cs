using System.Globalization;

namespace Mesh.Testing.Processes;

/// <summary>
/// A limit on what one process writes to the disk of a folder, by a control group (version 1, blkio) of its own; needs root.
/// Disposing lets the process go, and removes the group.
/// </summary>
internal sealed class SlowDisk : IDisposable
{
    private const string Groups = "/sys/fs/cgroup/blkio";

    private readonly DirectoryInfo _group;

    private SlowDisk(DirectoryInfo group) => _group = group;

    /// <param name="writes">Each second, at most.</param>
    public static SlowDisk Make(string folder, int process, int writes)
    {
        if (!Directory.Exists(Groups))
            throw new InvalidOperationException($"a disk cannot be made slow without {Groups}");
        var disk = new SlowDisk(Directory.CreateDirectory(Path.Combine(Groups, $"mesh-slow-{process}")));
        disk.Write("blkio.throttle.write_iops_device", $"{DeviceOf(folder)} {writes}");
        disk.Write("cgroup.procs", process.ToString(CultureInfo.InvariantCulture));
        return disk;
    }

    public void Dispose()
    {
        foreach (var process in File.ReadAllLines(Path.Combine(_group.FullName, "cgroup.procs")))
            File.WriteAllText(Path.Combine(Groups, "cgroup.procs"), process);
        _group.Delete();
    }

    /// <summary>The device, as major:minor, of the mount that the folder lies in.</summary>
    private static string DeviceOf(string folder) => File.ReadAllLines("/proc/self/mountinfo")
        .Select(line => line.Split(' '))
        .Where(fields => fields[4] == "/" || folder.StartsWith(fields[4] + "/", StringComparison.Ordinal))
        .MaxBy(fields => fields[4].Length)![2];

    private void Write(string file, string value) => File.WriteAllText(Path.Combine(_group.FullName, file), value);
}
