using System.Collections.Immutable;
using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Data;
using Mesh.Selection;
using Mesh.Views;

namespace Mesh.Node.Tests.Data;

public sealed class KeptStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-kept").FullName;

    private string File_ => Path.Combine(_directory, KeptStore.FileName);

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
        using (var store = new KeptStore(_directory))
            store.Save(all);
        using var again = new KeptStore(_directory);
        var (loaded, faults) = again.Load();
        Assert.Empty(faults);
        Assert.Equal(all, loaded);
    }

    [Fact]
    public void A_damaged_line_costs_itself_and_the_file_is_set_aside_before_it_is_overwritten()
    {
        using var store = new KeptStore(_directory);
        store.Save([Instance("a", "1"), Instance("b", "1"), Instance("c", "1")]);
        var lines = File.ReadAllLines(File_);
        lines[2] = lines[2][..20];
        File.WriteAllLines(File_, lines);

        var (loaded, faults) = store.Load();
        Assert.Equal(["a/1", "c/1"], loaded.Select(i => i.Key.ToString()));
        Assert.Equal(["line 3: is not JSON"], faults);
        store.Save(loaded);
        Assert.Equal(lines, File.ReadAllLines(File_ + ".bad-1"));
        Assert.Empty(store.Load().Faults);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{\"mesh\":\"kept instances\",\"version\":2}\n{}")]
    public void A_file_of_another_form_is_not_read_and_not_lost(string content)
    {
        File.WriteAllText(File_, content);
        using var store = new KeptStore(_directory);
        var (loaded, faults) = store.Load();
        Assert.Empty(loaded);
        Assert.Contains("line 1: must be", Assert.Single(faults), StringComparison.Ordinal);
        store.Save([]);
        Assert.Equal(content, File.ReadAllText(File_ + ".bad-1"));
    }

    [Fact]
    public void A_directory_belongs_to_one_node_at_a_time()
    {
        using var store = new KeptStore(_directory);
        var refused = Assert.Throws<IOException>(() => new KeptStore(_directory));
        Assert.Equal($"--data: {_directory} is in use by another node", refused.Message);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception() => Gen.String.Array.Sample(lines =>
    {
        var (_, faults) = KeptLines.Read([KeptLines.Header, .. lines]);
        return faults.Count <= lines.Length;
    });

    [Fact]
    public void Only_kept_instances_of_the_node_itself_are_stored()
    {
        var snapshot = Snapshot(
            new(Instance("a", "1"), new Owner("self:1", 1), Standing.Confirmed),
            new(Instance("a", "2") with { Life = Lifetime.Leased }, new Owner("self:1", 1), Standing.Confirmed),
            new(Instance("a", "3"), new Owner("other:1", 1), Standing.Confirmed));
        Assert.Equal(["a/1"], KeptPlan.ToStore(snapshot, "self:1").Select(i => i.Key.ToString()));
    }

    [Fact]
    public void What_another_node_adopted_or_somebody_removed_is_not_restored()
    {
        var key = Instance("a", "1").Key;
        var adopted = Snapshot(new InstanceView(Instance("a", "1"), new Owner("other:1", 1), Standing.Confirmed));
        var empty = Snapshot();
        CatalogEvent Told(string cause) => new(default, key, "removed", new Evidence(cause, "n", ""));
        Assert.False(KeptPlan.IsToRestore(adopted, key, []));
        Assert.True(KeptPlan.IsToRestore(empty, key, []));
        Assert.True(KeptPlan.IsToRestore(empty, key, [Told(Causes.MemberRemoved)]));
        Assert.False(KeptPlan.IsToRestore(empty, key, [Told(Causes.Registered), Told(Causes.Deregistered)]));
    }

    private static CatalogSnapshot Snapshot(params InstanceView[] views) => new(
        1,
        views.GroupBy(v => v.Instance.Service).ToImmutableDictionary(
            g => g.Key.Value,
            g => new ServiceView(g.Key, 1, [.. g], ServicePolicy.Default, EndpointSet.Empty)),
        ImmutableDictionary<Owner, OwnerContact>.Empty);

    private static ServiceInstance Instance(string service, string id) => new()
    {
        Service = ServiceName.Parse(service),
        Id = InstanceId.Parse(id),
        Host = "10.0.0.1",
        Port = 80,
        Status = InstanceStatus.Passing,
        Life = Lifetime.Floating,
    };
}
