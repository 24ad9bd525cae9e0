using System.Globalization;

namespace Mesh.Node.Hosting;

/// <summary>A file with the number of this process, while it runs.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public PidFile(string path)
    {
        _path = path;
        if (path.Length > 0)
            File.WriteAllText(path, Text);
    }

    private static string Text => Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";

    public void Dispose()
    {
        try
        {
            // Another node may have written its own since.
            if (_path.Length > 0 && File.ReadAllText(_path) == Text)
                File.Delete(_path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It is left behind, as after a kill.
        }
    }
}
