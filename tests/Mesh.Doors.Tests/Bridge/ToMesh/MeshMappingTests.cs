using Mesh.Catalog;
using Mesh.Doors.Tests.Bridge.Support;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.ToMesh;
using Mesh.Palette.Api;

namespace Mesh.Doors.Tests.Bridge.ToMesh;

public sealed class MeshMappingTests
{
    private static readonly CopiedInstance Full = new()
    {
        Service = "web",
        Host = "10.0.0.1",
        Port = 80,
        Ports = ValueMap<int>.From([new("grpc", 81)]),
        Zone = "z1",
        Version = "2",
        Tags = ["a", "b"],
        Metadata = ValueMap<string>.From([new("k", "v")]),
        Weight = 5,
        Status = InstanceStatus.Warning,
    };

    [Fact]
    public void A_copy_is_registered_with_mark_and_lease_and_read_back_as_it_was()
    {
        var mark = new OriginMark(Entries.Etcd, "b1", "77", Full.Digest());
        var body = MeshMapping.ToBody(new CopyWrite.Put("web/x", Full, mark));
        Assert.Equal(("30s", "1s", "warning"), (body.Ttl, body.DeregisterAfter, body.Status));
        Assert.Equal("etcd/prod", body.Metadata!["mesh-origin"]);
        Assert.Equal("b1", body.Metadata["mesh-bridge"]);
        Assert.Equal($"77-{Full.Digest()}", body.Metadata["mesh-origin-rev"]);
        var back = MeshMapping.ToEntry(ToModel(body), 5);
        Assert.Equal(Full, back.Instance);
        Assert.Equal(mark, back.Mark);
        Assert.Equal(Full.Digest(), back.Instance.Digest());
    }

    [Theory]
    [InlineData("passing", true)]
    [InlineData("warning", true)]
    [InlineData("critical", false)]
    [InlineData("draining", false)]
    [InlineData("starting", false)]
    [InlineData("of a later version", false)]
    public void Only_what_takes_calls_is_offered(string status, bool expected) =>
        Assert.Equal(expected, MeshMapping.ToEntry(ToModel(new RegisterBody()) with { Status = status }, 1).IsOffered);

    [Fact]
    public void What_doors_keep_beside_an_instance_is_not_copied()
    {
        var model = ToModel(new RegisterBody()) with
        {
            Metadata = new Dictionary<string, string> { ["consul/node"] = "n", ["k"] = "v" },
        };
        Assert.Equal(["k"], MeshMapping.ToEntry(model, 1).Instance.Metadata.Keys);
    }

    [Fact]
    public void Each_field_changes_the_digest()
    {
        CopiedInstance[] others =
        [
            Full with { Service = "w" }, Full with { Host = "h" }, Full with { Port = 1 }, Full with { Zone = "" },
            Full with { Version = "" }, Full with { Tags = ["ab"] }, Full with { Tags = ["a"] }, Full with { Weight = 1 },
            Full with { Ports = ValueMap<int>.Empty }, Full with { Metadata = ValueMap<string>.Empty },
            Full with { Status = InstanceStatus.Passing },
        ];
        Assert.Equal(others.Length + 1, others.Append(Full).Select(i => i.Digest()).Distinct().Count());
    }

    [Fact]
    public void An_id_that_is_too_long_is_cut_and_stays_unique()
    {
        var first = MeshFormat.Instance.KeyOf(Entries.Etcd, Entries.Native(new string('k', 300) + "1", "web", 1));
        var second = MeshFormat.Instance.KeyOf(Entries.Etcd, Entries.Native(new string('k', 300) + "2", "web", 1));
        Assert.NotEqual(first, second);
        Assert.True(InstanceId.TryParse(MeshMapping.Split(first).Id, out _, out _));
    }

    [Fact]
    public void What_the_mesh_cannot_hold_is_refused_with_the_reason()
    {
        var format = MeshFormat.Instance;
        Assert.Contains("service", format.Refuses(Entries.Consul, Entries.Native("n/x", "we b", 1)), StringComparison.Ordinal);
        var many = Entries.Instance("web", 1) with
        {
            Metadata = ValueMap<string>.From(Enumerable.Range(0, 62).Select(i => KeyValuePair.Create($"k{i}", ""))),
        };
        Assert.Contains("at most 61", format.Refuses(Entries.Consul, Entries.Native("n/x", "web", 1) with { Instance = many }), StringComparison.Ordinal);
        Assert.Null(format.Refuses(Entries.Consul, Entries.Native("n/x", "web", 1)));
    }

    private static InstanceModel ToModel(RegisterBody body) => new()
    {
        Id = "x",
        Service = "web",
        Host = body.Host ?? "h",
        Port = body.Port ?? 1,
        Ports = body.Ports ?? [],
        Zone = body.Zone ?? "",
        Version = body.Version ?? "",
        Tags = body.Tags ?? [],
        Metadata = body.Metadata ?? [],
        Weight = body.Weight ?? 1,
        Status = body.Status ?? "passing",
        Standing = "confirmed",
        Owner = "n:1#1",
    };
}
