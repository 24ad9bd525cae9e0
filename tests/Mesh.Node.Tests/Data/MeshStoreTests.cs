using CsCheck;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Data;
using Mesh.Node.Data.Files;
using Mesh.Node.Data.Records;
using Mesh.Testing;
using Microsoft.Data.Sqlite;

namespace Mesh.Node.Tests.Data;

public sealed class MeshStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-store").FullName;

    private string File_ => Path.Combine(_directory, StoreFile.FileName);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_saved_is_loaded()
    {
        ServiceInstance[] all =
        [
            Instance("a", "1"),
            Instance("b", "x \" ü") with
            {
                Ports = ValueMap<int>.From([new("grpc", 9)]),
                Tags = ["t1", "t2"],
                Metadata = ValueMap<string>.From([new("k", "v")]),
                Zone = "z",
                Version = "1",
                Weight = 0,
                Status = InstanceStatus.Critical,
            },
            Instance("c", "1") with
            {
                Health = new HealthTerms
                {
                    Kind = HealthKind.Tcp,
                    Target = "h:1",
                    Interval = TimeSpan.FromSeconds(3),
                    Timeout = TimeSpan.FromMilliseconds(1_500),
                    Passes = 2,
                    Fails = 3,
                },
            },
            Instance("d", "1") with
            {
                Metadata = ValueMap<string>.From([new("consul/weight-warning", "2"), new("k", "v")]),
                Checks = [new NamedCheck { Id = "service:1", Terms = new() { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromSeconds(9) }, Status = InstanceStatus.Warning }],
                Status = InstanceStatus.Warning,
            },
        ];
        KeyRecord[] keys =
        [
            new() { Slot = KeySlot.OfEntry(Octets.Wrap([0, 0xff, 10])), Value = Octets.Wrap([13, 10, 0]), Flags = ulong.MaxValue, Claim = long.MaxValue },
            new() { Slot = KeySlot.OfEntry(Octets.Utf8("leased")), Lease = 7, Claim = 3, Shared = true },
            new() { Slot = KeySlot.OfEntry(Octets.Utf8("gone")), Claim = 4, Deleted = true, Shared = true },
            new() { Slot = KeySlot.OfLease(7), Ttl = 60, Claim = 2 },
        ];
        var deletion = new InstanceDeletion(Instance("a", "x/y").Key, 9, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
        using (var store = new MeshStore(_directory, isDurable: false))
            Save(store, [.. all.Select(StoredRows.Of), .. keys.Select(StoredRows.Of), StoredRows.Of(deletion)]);
        using var again = new MeshStore(_directory, isDurable: false);
        Assert.Empty(again.Faults);
        Assert.Equal(all, again.Records.Instances.OrderBy(i => i.Key));
        Assert.Equal(keys.OrderBy(k => k.Slot), again.Records.Keys.OrderBy(k => k.Slot));
        Assert.Equal([deletion], again.Records.Deletions);
    }

    [Fact]
    public void A_damaged_record_costs_itself_and_is_not_overwritten()
    {
        var damaged = StoredRows.Of(Instance("b", "1")) with { Record = Octets.Utf8("damaged") };
        using (var store = new MeshStore(_directory, isDurable: false))
            Save(store, StoredRows.Of(Instance("a", "1")), damaged, StoredRows.Of(Instance("c", "1")));

        for (var time = 0; time < 2; time++)
        {
            using var again = new MeshStore(_directory, isDurable: false);
            Assert.Equal(["a/1", "c/1"], again.Records.Instances.Select(i => i.Key.ToString()).Order());
            Assert.Equal([$"{File_}: instance b/1: its record cannot be read"], again.Faults);
        }
    }

    [Fact]
    public void A_damaged_file_is_set_aside_and_what_can_be_read_of_it_is_kept()
    {
        using (var store = new MeshStore(_directory, isDurable: false))
            Save(store, [.. Enumerable.Range(0, 200).Select(n => StoredRows.Of(Instance("a", $"{n}")))]);
        var bytes = File.ReadAllBytes(File_);
        // A page in the middle; the first ones hold what the tables are.
        Array.Clear(bytes, bytes.Length / 1024 / 2 * 1024, 1024);
        File.WriteAllBytes(File_, bytes);

        using (var store = new MeshStore(_directory, isDurable: false))
        {
            Assert.Contains("is damaged", store.Faults[0], StringComparison.Ordinal);
            Assert.InRange(store.Records.Instances.Count, 1, 200);
            Save(store, StoredRows.Of(Instance("b", "1")));
        }

        Assert.Equal(bytes, File.ReadAllBytes(File_ + ".bad-1"));
        using var again = new MeshStore(_directory, isDurable: false);
        Assert.Empty(again.Faults);
        Assert.Contains(again.Records.Instances, i => i.Key.ToString() == "b/1");
    }

    [Fact]
    public void A_file_of_another_form_is_not_read_and_not_lost()
    {
        File.WriteAllText(File_, "garbage, and more of it than a header of a database has bytes, so that it is looked at: no, none at all");
        using (var store = new MeshStore(_directory, isDurable: false))
        {
            Assert.Empty(store.Records.Instances);
            Assert.Contains("is damaged", Assert.Single(store.Faults), StringComparison.Ordinal);
            Save(store, StoredRows.Of(Instance("a", "1")));
        }

        Assert.StartsWith("garbage", File.ReadAllText(File_ + ".bad-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_not_read_and_not_lost()
    {
        using (var store = new MeshStore(_directory, isDurable: false))
            Save(store, StoredRows.Of(Instance("a", "1")));
        Run(File_, "UPDATE meta SET value = 2 WHERE name = 'version'");

        using (var store = new MeshStore(_directory, isDurable: false))
        {
            Assert.Empty(store.Records.Instances);
            Assert.Contains("has the form 2, not 1; a newer version may have written it", Assert.Single(store.Faults), StringComparison.Ordinal);
        }

        Assert.Equal(1L, Run(File_ + ".bad-1", "SELECT count(*) FROM records"));
    }

    [Fact]
    public void A_directory_belongs_to_one_node_at_a_time()
    {
        using var store = new MeshStore(_directory, isDurable: false);
        var refused = Assert.Throws<IOException>(() => new MeshStore(_directory, isDurable: false));
        Assert.Equal($"--data: {_directory} is in use by another node", refused.Message);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_not_said_to_be_in_use()
    {
        var file = Path.Combine(_directory, "a-file");
        File.WriteAllText(file, "");
        var refused = Assert.Throws<IOException>(() => new MeshStore(file, isDurable: false));
        Assert.StartsWith($"--data: {file} cannot be written: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_of_a_record_are_read_without_an_exception() =>
        Gen.Select(Gen.Int[0, 6], Gen.Byte.Array, Gen.Byte.Array, Gen.Bool).Sample((kind, key, record, deleted) =>
        {
            var row = new StoredRow(new StoredKey((StoredKind)kind, Octets.Wrap(key)), 1, deleted, default, Octets.Wrap(record));
            var (read, faults) = StoredRows.Read([row]);
            return read.Instances.Count + read.Deletions.Count + read.Places.Count + read.Keys.Count + read.Members.Count + faults.Count == 1;
        });

    private static void Save(MeshStore store, params StoredRow[] rows) =>
        store.Storage.Commit([.. rows.Select(r => new StoreChange(r.Key, r))]);

    private static object? Run(string file, string text)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return StoreSchema.One(connection, text);
    }

    private static ServiceInstance Instance(string service, string id) => TestCatalog.Instance(service, id) with { Life = Lifetime.Floating };
}
