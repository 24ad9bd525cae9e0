using Mesh.Client;
using Mesh.KeyValues;

namespace Mesh.Node.Data;

/// <summary>Stores the entries of the key-value store; they come back once the node holds what the others hold.</summary>
internal sealed partial class KeyService(
    KeyFile file,
    KeyValueHub hub,
    IMeshClient client,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<KeyService> log) : StoringService<KeyRecord>(client, time, lifetime, WriteInterval)
{
    // The file is written whole.
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time = time;

    protected override (IReadOnlyList<KeyRecord> Items, IReadOnlyList<string> Faults) Load() => file.Load();

    protected override async Task RestoreAsync(IReadOnlyList<KeyRecord> stored, CancellationToken cancellation)
    {
        while (!await hub.RestoreAsync(stored, cancellation))
            await Task.Delay(RetryInterval, _time, cancellation);
    }

    protected override (IReadOnlyList<KeyRecord> Items, Task Next) Owned()
    {
        var next = hub.ChangesSince(hub.Snapshot.Revision).Next;
        return (hub.OwnEntries(), next);
    }

    protected override void Save(IReadOnlyList<KeyRecord> items) => file.Save(items);

    protected override void OnUnreadable(string fault) => LogUnreadable(log, file.Path, fault);

    protected override void OnFailed(string fault) => LogFailed(log, file.Path, fault);
}
