using Mesh.Node.Disk;

namespace Mesh.Node.Data.Files;

/// <summary>A directory belongs to one node at a time: who holds its lock file.</summary>
internal static class StoreLock
{
    public const string FileName = "lock";

    /// <summary>EWOULDBLOCK of Linux, and of the BSDs and macOS: somebody else has the lock.</summary>
    private static readonly int[] Held = [11, 35];

    /// <exception cref="IOException">The directory is another node's, or cannot be written; the message says which.</exception>
    public static FileStream Take(string directory)
    {
        try
        {
            PrivateFile.MakeFolder(directory);
            return PrivateFile.Open(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (IOException trouble) when (Held.Contains(trouble.HResult))
        {
            throw new IOException($"--data: {directory} is in use by another node", trouble);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"--data: {directory} cannot be written: {trouble.Message}", trouble);
        }
    }
}
