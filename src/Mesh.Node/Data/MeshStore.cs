using Mesh.Node.Data.Files;
using Mesh.Node.Data.Former;
using Mesh.Node.Data.Records;

namespace Mesh.Node.Data;

/// <summary>The data directory of a node, opened: it is this node's until this is disposed of.</summary>
internal sealed class MeshStore : IDisposable
{
    private readonly FileStream _lock;

    /// <exception cref="IOException">The directory cannot be had, or what is in it cannot be read; the message says why.</exception>
    public MeshStore(string directory, bool isDurable)
    {
        _lock = StoreLock.Take(directory);
        try
        {
            Storage = new StoreFile(directory, isDurable);
            Former = new FormerFiles(directory);
            var content = Former.TakeOver(Storage, Storage.Load());
            Owed = new OwedSource(content.IsStored ? [] : content.Rows, Former.Retire);
            (Records, var faults) = StoredRows.Read(content.Rows);
            Faults = [.. content.Faults, .. faults.Select(f => $"{Storage.Path}: {f}")];
        }
        catch (StoreException trouble)
        {
            Dispose();
            throw new IOException($"--data: {directory} cannot be read: {trouble.Message}", trouble);
        }
    }

    public StoreFile Storage { get; } = null!;

    public FormerFiles Former { get; } = null!;

    /// <summary>What was in it.</summary>
    public StoredRecords Records { get; } = new([], [], [], [], []);

    /// <summary>In words, what could not be read.</summary>
    public IReadOnlyList<string> Faults { get; } = [];

    /// <summary>What was read and is not in the file; to be stored before anything else.</summary>
    public OwedSource Owed { get; } = new([], static () => { });

    public void Dispose()
    {
        Storage?.Dispose();
        _lock.Dispose();
    }
}
