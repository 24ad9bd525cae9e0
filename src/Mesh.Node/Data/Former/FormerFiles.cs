using System.Text;
using Mesh.Catalog;
using Mesh.Node.Data.Files;
using Mesh.Node.Data.Records;
using Mesh.Node.Disk;

namespace Mesh.Node.Data.Former;

/// <summary>
/// The files of lines that nodes stored before there was the one store: taken over once, then renamed. The one of
/// instances is written again at an orderly stop, for people who look in and for a node of the version before.
/// </summary>
internal sealed class FormerFiles(string directory)
{
    public const string Instances = "kept.jsonl";
    public const string Entries = "entries.jsonl";

    /// <summary>What the plain copy was when this version wrote it; one that is otherwise was written by an older version since.</summary>
    private const string CopyMark = ".written";

    private readonly Queue<string> _taken = [];

    private string InstancesPath => Path.Combine(directory, Instances);

    private string EntriesPath => Path.Combine(directory, Entries);

    private string MarkPath => InstancesPath + CopyMark;

    /// <summary>
    /// Puts what the files hold into the store, where that holds nothing newer; the faults of their lines in words. Where the store
    /// cannot be written now, what they hold is there all the same, and they stay until <see cref="Retire"/>.
    /// </summary>
    public StoreContent TakeOver(StoreFile store, StoreContent content)
    {
        var rows = new List<StoredRow>();
        var faults = new List<string>();
        if (File.Exists(InstancesPath) && !IsOwnCopy())
            Read(InstancesPath, KeptLines.Read, StoredRows.Of, rows, faults);
        if (File.Exists(EntriesPath))
            Read(EntriesPath, KeyLines.Read, StoredRows.Of, rows, faults);
        if (_taken.Count == 0)
        {
            DropCopy();
            return content;
        }

        var held = content.Rows.ToDictionary(r => r.Key);
        foreach (var row in rows)
        {
            if (!held.TryGetValue(row.Key, out var known) || known.Claim < row.Claim)
                held[row.Key] = row;
        }

        StoredRow[] all = [.. held.Values];
        try
        {
            store.Commit([.. all.Select(r => new StoreChange(r.Key, r))]);
        }
        catch (StoreException trouble)
        {
            var owed = _taken.Select(p => $"{p}: what it holds is served and not stored yet, for {trouble.Message}");
            return new StoreContent(all, [.. content.Faults, .. faults, .. owed]) { IsStored = false };
        }

        Retire();
        return new StoreContent(all, [.. content.Faults, .. faults]);
    }

    /// <summary>What the files held is stored: renamed, they are not read at another start.</summary>
    /// <exception cref="IOException">One cannot be renamed; to be called again.</exception>
    public void Retire()
    {
        while (_taken.TryPeek(out var path))
        {
            Rename(path);
            _taken.Dequeue();
        }
    }

    /// <summary>Writes the plain copy. A disk that has no room for it is no matter.</summary>
    public void WriteCopy(IEnumerable<ServiceInstance> instances)
    {
        try
        {
            var text = string.Concat(KeptLines.Write(instances).Select(l => l + "\n"));
            PrivateFile.Write(InstancesPath, Encoding.UTF8.GetBytes(text));
            PrivateFile.Write(MarkPath, Encoding.UTF8.GetBytes(MarkOf(text)));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // One without its mark is read again, and holds nothing that the store has not.
        }
    }

    private void Read<T>(
        string path,
        Func<IReadOnlyList<string>, (IReadOnlyList<T> Items, IReadOnlyList<string> Faults)> read,
        Func<T, StoredRow> rowOf,
        List<StoredRow> rows,
        List<string> faults)
    {
        var (items, bad) = read(File.ReadAllLines(path));
        rows.AddRange(items.Select(rowOf));
        faults.AddRange(bad.Select(f => $"{path}: {f}"));
        _taken.Enqueue(path);
    }

    private static void Rename(string path)
    {
        var to = path + ".migrated";
        for (var number = 2; File.Exists(to); number++)
            to = $"{path}.migrated-{number}";
        File.Move(path, to);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It is overwritten the next time.
        }
    }

    private static string MarkOf(string text) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private bool IsOwnCopy() =>
        File.Exists(MarkPath) && File.ReadAllText(MarkPath) == MarkOf(File.ReadAllText(InstancesPath));

    /// <summary>While the node runs the store is what counts; an old copy would tell something else after a crash.</summary>
    private void DropCopy()
    {
        TryDelete(InstancesPath);
        TryDelete(MarkPath);
    }
}
