using System.Text;

namespace Mesh.Node.Data;

/// <summary>
/// A file of lines that is written beside and then moved over, so that it is whole after a crash; one that could not be
/// read in full is set aside before it is overwritten.
/// </summary>
internal sealed class WholeFile(string path)
{
    public string Path { get; } = path;

    /// <summary>Set when some of it could not be read.</summary>
    public bool MustSetAside { get; set; }

    public bool Exists => File.Exists(Path);

    public string[] Load() => File.ReadAllLines(Path);

    public void Save(IEnumerable<string> lines)
    {
        if (MustSetAside)
            SetAside();
        var part = Path + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            foreach (var line in lines)
                file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(part, Path, overwrite: true);
    }

    private void SetAside()
    {
        var number = 1;
        while (File.Exists($"{Path}.bad-{number}"))
            number++;
        File.Copy(Path, $"{Path}.bad-{number}");
        MustSetAside = false;
    }
}
