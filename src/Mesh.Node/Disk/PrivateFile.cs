namespace Mesh.Node.Disk;

/// <summary>
/// Files and folders that only the user of the process may read, whatever its umask is: values, tokens and keys are in them. What is
/// there already keeps the rights that somebody gave it. On Windows the rights are those of the folder around it.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OfFolder);
    }

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
            options.UnixCreateMode = OfFile;
        return new FileStream(path, options);
    }

    /// <summary>
    /// Writes a file beside first, and gives it the name once it is on the disk: whoever opens it, after a power failure too, finds
    /// the one of before or all of this. Nothing is left beside when it fails.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var part = path + ".part";
        try
        {
            // One that a crash left has the rights of then.
            File.Delete(part);
            using (var file = Open(part, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            TryDelete(part);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // Why it could not be written says more.
        }
    }
}
