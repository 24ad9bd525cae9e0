using CsCheck;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Data;
using Mesh.Node.Data.Former;
using Mesh.Node.Data.Records;
using Mesh.Node.Data.Writing;
using Mesh.Testing;
using Mesh.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Node.Tests.Data;

/// <summary>The files of lines that earlier versions wrote.</summary>
public sealed class FormerFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-former").FullName;

    private string Kept => Path.Combine(_directory, FormerFiles.Instances);

    private string Entries => Path.Combine(_directory, FormerFiles.Entries);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Files_are_taken_over_once_and_renamed()
    {
        KeyRecord entry = new() { Slot = KeySlot.OfEntry(Octets.Utf8("k")), Value = Octets.Utf8("v"), Claim = 7 };
        var kept = KeptLines.Write([Instance("a"), Instance("b") with { Claim = 5, Checks = [Check()] }]).ToArray();
        File.WriteAllLines(Kept, kept);
        File.WriteAllLines(Entries, KeyLines.Write([entry]));

        for (var time = 0; time < 2; time++)
        {
            using var store = new MeshStore(_directory, isDurable: false);
            Assert.Empty(store.Faults);
            Assert.Equal(["s/a", "s/b"], store.Records.Instances.Select(i => i.Key.ToString()).Order());
            Assert.Equal([entry], store.Records.Keys);
        }

        Assert.Equal(kept, File.ReadAllLines(Kept + ".migrated"));
        Assert.True(File.Exists(Entries + ".migrated"));
        Assert.False(File.Exists(Kept) || File.Exists(Entries));
    }

    [Fact]
    public async Task Files_that_cannot_be_stored_are_served_said_and_stored_once_there_is_room()
    {
        using var disk = SmallDisk.TryMake(512);
        if (disk is null)
            return;
        KeyRecord entry = new() { Slot = KeySlot.OfEntry(Octets.Utf8("k")), Value = Octets.Utf8("v"), Claim = 7 };
        var kept = Path.Combine(disk.Path, FormerFiles.Instances);
        File.WriteAllLines(kept, KeptLines.Write([Instance("a"), Instance("b")]));
        File.WriteAllLines(Path.Combine(disk.Path, FormerFiles.Entries), KeyLines.Write([entry]));
        disk.Fill();
        using (var store = new MeshStore(disk.Path, isDurable: false))
        {
            Assert.Equal(["s/a", "s/b"], store.Records.Instances.Select(i => i.Key.ToString()).Order());
            Assert.Equal([entry], store.Records.Keys);
            Assert.Contains($"{kept}: what it holds is served and not stored yet, for the disk is full", store.Faults);
            var status = new StoreStatus(TimeProvider.System);
            using var writer = new StoreWriter(store.Storage, [store.Owed], status, TimeProvider.System, NullLogger.Instance);
            writer.Start();
            Assert.Equal("the disk is full", await writer.StoredAsync(CancellationToken.None));
            Assert.True(File.Exists(kept));

            disk.Empty();
            await Eventually.IsAsync(
                async () => await writer.StoredAsync(CancellationToken.None) is null, () => status.Detail, Patience.Limit);
        }

        Assert.True(File.Exists(kept + ".migrated"));
        Assert.False(File.Exists(kept));
        using var again = new MeshStore(disk.Path, isDurable: false);
        Assert.Empty(again.Faults);
        Assert.Equal(["s/a", "s/b"], again.Records.Instances.Select(i => i.Key.ToString()).Order());
        Assert.Equal([entry], again.Records.Keys);
    }

    [Fact]
    public void What_the_store_holds_under_a_higher_claim_is_not_overwritten()
    {
        using (var store = new MeshStore(_directory, isDurable: false))
            Save(store, StoredRows.Of(Instance("a") with { Host = "new", Claim = 2 }), StoredRows.Of(new InstanceDeletion(Instance("b").Key, 3, DateTimeOffset.UnixEpoch)));
        File.WriteAllLines(Kept, KeptLines.Write([Instance("a") with { Claim = 1 }, Instance("b"), Instance("c")]));

        using var again = new MeshStore(_directory, isDurable: false);
        Assert.Equal("new", again.Records.Instances.Single(i => i.Id.Value == "a").Host);
        Assert.Equal(["a", "c"], again.Records.Instances.Select(i => i.Id.Value).Order());
    }

    [Fact]
    public void A_damaged_line_costs_itself_and_the_file_is_not_lost()
    {
        var lines = KeptLines.Write([Instance("a"), Instance("b"), Instance("c")]).ToArray();
        lines[2] = lines[2][..20];
        File.WriteAllLines(Kept, lines);

        using var store = new MeshStore(_directory, isDurable: false);
        Assert.Equal(["s/a", "s/c"], store.Records.Instances.Select(i => i.Key.ToString()).Order());
        Assert.Equal([$"{Kept}: line 3: is not JSON"], store.Faults);
        Assert.Equal(lines, File.ReadAllLines(Kept + ".migrated"));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{\"mesh\":\"kept instances\",\"version\":2}\n{}")]
    public void A_file_of_another_form_is_not_read_and_not_lost(string content)
    {
        File.WriteAllText(Kept, content);
        using var store = new MeshStore(_directory, isDurable: false);
        Assert.Empty(store.Records.Instances);
        Assert.Contains("line 1: must be", Assert.Single(store.Faults), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Kept + ".migrated"));
    }

    [Fact]
    public void The_plain_copy_of_an_orderly_stop_is_not_read_again_unless_an_older_version_changed_it()
    {
        using (var store = new MeshStore(_directory, isDurable: false))
            store.Former.WriteCopy([Instance("a")]);
        Assert.Equal(KeptLines.Write([Instance("a")]), File.ReadAllLines(Kept));
        using (var store = new MeshStore(_directory, isDurable: false))
        {
            Assert.Empty(store.Records.Instances);
            store.Former.WriteCopy([Instance("a")]);
        }

        File.WriteAllLines(Kept, KeptLines.Write([Instance("a"), Instance("b")]));
        using var again = new MeshStore(_directory, isDurable: false);
        Assert.Equal(["s/a", "s/b"], again.Records.Instances.Select(i => i.Key.ToString()).Order());
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception() => Gen.String.Array.Sample(lines =>
    {
        var (_, faults) = KeptLines.Read([KeptLines.Header, .. lines]);
        return faults.Count <= lines.Length;
    });

    private static void Save(MeshStore store, params StoredRow[] rows) =>
        store.Storage.Commit([.. rows.Select(r => new StoreChange(r.Key, r))]);

    private static NamedCheck Check() =>
        new() { Id = "service:1", Terms = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(9) }, Status = InstanceStatus.Passing };

    private static ServiceInstance Instance(string id) => TestCatalog.Instance("s", id) with { Life = Lifetime.Floating };
}
