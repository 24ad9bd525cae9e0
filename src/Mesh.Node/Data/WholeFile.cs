using System.Text;

namespace Mesh.Node.Data;

/// <summary>
/// A file of lines that is written beside and then moved over, so that it is whole after a crash; one that could not be
/// read in full is set aside before it is overwritten.
/// </summary>
internal sealed class WholeFile(string path)
{
    private bool _mustSetAside;

    public string Path { get; } = path;

    /// <summary>What is stored, with a fault for each line that cannot be read; nothing when there is no file yet.</summary>
    public (IReadOnlyList<T> Items, IReadOnlyList<string> Faults) Load<T>(
        Func<IReadOnlyList<string>, (IReadOnlyList<T> Items, IReadOnlyList<string> Faults)> read)
    {
        if (!File.Exists(Path))
            return ([], []);
        var loaded = read(File.ReadAllLines(Path));
        _mustSetAside = loaded.Faults.Count > 0;
        return loaded;
    }

    public void Save(IEnumerable<string> lines)
    {
        if (_mustSetAside)
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
        _mustSetAside = false;
    }
}
