namespace Mesh.Testing;

/// <summary>A file for one test, removed at its end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFile With(string text)
    {
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllText(path, text);
        return new TemporaryFile(path);
    }

    public void Dispose() => File.Delete(Path);
}
