using Mesh.KeyValues;
using Mesh.Node.Data;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using Mesh.Node.Data.Writing;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Node.Tests.Data;

public sealed class StoreWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-writer").FullName;
    private readonly StoreStatus _status = new(TimeProvider.System);
    private readonly KeysSource _source = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_somebody_waited_for_is_in_the_file()
    {
        using (var store = new MeshStore(_directory, isDurable: true))
        using (var writer = Writer(store))
        {
            _source.Put("k", 1_000);
            Assert.Null(await writer.StoredAsync(CancellationToken.None));
            Assert.Equal("k", Assert.Single(StoredCopy.Read(_directory, s => s.Records.Keys)).Slot.Name.ToString());
        }
    }

    [Fact]
    public void What_changed_until_the_stop_is_stored()
    {
        using (var store = new MeshStore(_directory, isDurable: false))
        using (var writer = Writer(store))
        {
            _source.Put("k", 10);
            Assert.True(writer.Stop(TimeSpan.FromSeconds(5)));
        }

        using var again = new MeshStore(_directory, isDurable: false);
        Assert.Single(again.Records.Keys);
    }

    [Fact]
    public async Task Writer_that_is_disposed_of_again_and_asked_after_it_says_that_the_node_has_stopped()
    {
        using var store = new MeshStore(_directory, isDurable: false);
        var writer = Writer(store);
        _source.Put("k", 10);

        writer.Dispose();
        writer.Dispose();

        Assert.True(writer.Stop(TimeSpan.FromSeconds(5)));
        Assert.Equal("the node has stopped", await writer.StoredAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Full_disk_is_said_and_nothing_of_what_changes_meanwhile_is_dropped()
    {
        using var disk = SmallDisk.TryMake(128);
        if (disk is null)
            return;
        using var store = new MeshStore(disk.Path, isDurable: false);
        using var writer = Writer(store);
        _source.Put("before", 100);
        _source.Put("removed", 100);
        Assert.Null(await writer.StoredAsync(CancellationToken.None));

        disk.Fill();
        _source.Put("large", 30_000);
        Assert.Equal("the disk is full", await writer.StoredAsync(CancellationToken.None));
        Assert.Contains("the disk is full; kept in memory and tried again", _status.Detail, StringComparison.Ordinal);
        Assert.InRange(_status.Failures, 1, long.MaxValue);
        _source.Remove("removed");
        _source.Put("after", 100);

        disk.Empty();
        await Eventually.IsAsync(() => Task.FromResult(_status.Detail.Length == 0), () => _status.Detail, Patience.Limit);
        Assert.Equal(["after", "before", "large"], StoredCopy.Read(disk.Path, s => s.Records.Keys.Select(k => k.Slot.Name.ToString()).Order().ToArray()));
    }

    [Fact]
    public async Task Node_starts_on_a_full_disk_and_stores_once_there_is_room()
    {
        using var disk = SmallDisk.TryMake(128);
        if (disk is null)
            return;
        disk.Fill();
        using var store = new MeshStore(disk.Path, isDurable: false);
        using var writer = Writer(store);
        _source.Put("k", 100);
        Assert.Equal("the disk is full", await writer.StoredAsync(CancellationToken.None));
        disk.Empty();
        await Eventually.IsAsync(() => Task.FromResult(_status.Detail.Length == 0), () => _status.Detail, Patience.Limit);
        Assert.Single(StoredCopy.Read(disk.Path, s => s.Records.Keys));
    }

    [Fact]
    public async Task Node_starts_on_a_full_disk_with_what_it_had_stored()
    {
        using var disk = SmallDisk.TryMake(128);
        if (disk is null)
            return;
        using (var before = new MeshStore(disk.Path, isDurable: false))
        using (var first = Writer(before))
        {
            _source.Put("k", 100);
            Assert.Null(await first.StoredAsync(CancellationToken.None));
        }

        disk.Fill();
        using var store = new MeshStore(disk.Path, isDurable: false);
        Assert.Equal("k", Assert.Single(store.Records.Keys).Slot.Name.ToString());
        Assert.Empty(store.Faults);
    }

    [Fact]
    public async Task Who_waits_for_a_writer_that_has_ended_is_told_so()
    {
        using var store = new MeshStore(_directory, isDurable: false);
        using var writer = Writer(store);
        Assert.True(writer.Stop(TimeSpan.FromSeconds(5)));
        Assert.Equal("the node has stopped", await writer.StoredAsync(CancellationToken.None));
    }

    [Fact]
    public void Read_only_disk_is_not_said_to_be_in_use()
    {
        using var disk = SmallDisk.TryMake(128);
        if (disk is null)
            return;
        new MeshStore(disk.Path, isDurable: false).Dispose();
        disk.MakeReadOnly();
        var refused = Assert.Throws<IOException>(() => new MeshStore(disk.Path, isDurable: false));
        Assert.StartsWith($"--data: {disk.Path} cannot be written: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ead-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_damaged_while_the_node_runs_is_set_aside_and_written_anew()
    {
        using var store = new MeshStore(_directory, isDurable: false);
        using var writer = Writer(store);
        for (var n = 0; n < 200; n++)
            _source.Put($"k{n}", 500);
        Assert.Null(await writer.StoredAsync(CancellationToken.None));
        store.Storage.Checkpoint();
        using (var file = new FileStream(store.Storage.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.Write(new byte[100 * 1024]);
        store.Storage.Dispose();

        _source.Put("after", 10);
        await Eventually.IsAsync(
            async () => await writer.StoredAsync(CancellationToken.None) is null, () => _status.Detail, Patience.Limit);
        Assert.Equal(201, StoredCopy.Read(_directory, s => s.Records.Keys.Count));
        Assert.True(File.Exists(store.Storage.Path + ".bad-1"));
    }

    private StoreWriter Writer(MeshStore store)
    {
        var writer = new StoreWriter(store.Storage, [_source], _status, TimeProvider.System, NullLogger.Instance);
        writer.Start();
        return writer;
    }

    private sealed class KeysSource : IStoredSource
    {
        private readonly Lock _gate = new();
        private readonly KeyMirror _mirror = new([]);
        private System.Collections.Immutable.ImmutableSortedDictionary<KeySlot, KeyRecord> _own =
            System.Collections.Immutable.ImmutableSortedDictionary<KeySlot, KeyRecord>.Empty;

        public void Put(string key, int bytes)
        {
            var record = new KeyRecord { Slot = KeySlot.OfEntry(Octets.Utf8(key)), Value = Octets.Wrap(new byte[bytes]), Claim = 1 };
            lock (_gate)
                _own = _own.SetItem(record.Slot, record);
        }

        public void Remove(string key)
        {
            lock (_gate)
                _own = _own.Remove(KeySlot.OfEntry(Octets.Utf8(key)));
        }

        public IReadOnlyList<StoreChange> Collect()
        {
            lock (_gate)
                return _mirror.Diff([_own], _ => Absence.Deleted);
        }

        public void Stored() => _mirror.Accept();

        public void Forget() => _mirror.Forget();

        public void BeginStop()
        {
        }
    }
}
