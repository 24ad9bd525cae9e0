using Mesh.Hosting;
using Mesh.Options;
using Mesh.Testing;

namespace Mesh.Actors.Tests.Hosting;

public class MeshHoconTests
{
    private static readonly OptionTree Tree = OptionTree.Of([new("Mesh", typeof(MeshOptions), false, false)]);

    [Fact]
    public void Reference_is_read_whole()
    {
        var reference = MeshHocon.Reference;

        Assert.Equal("cluster", reference.GetString("akka.actor.provider"));
        Assert.Equal("", reference.GetString("akka.cluster.downing-provider-class"));
        Assert.Equal(TimeSpan.FromMilliseconds(500), reference.GetTimeSpan("akka.cluster.failure-detector.heartbeat-interval"));
        Assert.Equal(TimeSpan.FromSeconds(2), reference.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause"));
        Assert.Equal(8.0, reference.GetDouble("akka.cluster.failure-detector.threshold"));
        Assert.Equal(TimeSpan.FromSeconds(1), reference.GetTimeSpan("akka.cluster.gossip-interval"));
        Assert.Equal(TimeSpan.FromMilliseconds(20), reference.GetTimeSpan("akka.cluster.distributed-data.notify-subscribers-interval"));
        Assert.False(reference.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook", true));
        Assert.False(reference.GetBoolean("akka.coordinated-shutdown.exit-clr", true));
    }

    [Fact]
    public void Options_reach_the_configuration()
    {
        var options = new MeshOptions
        {
            MeshName = "blue \"one\"",
            Host = "10.1.2.3",
            Port = 7,
            Buckets = 1_024,
            MaxFrameBytes = 1_048_576,
        };

        var config = MeshHocon.For(options);

        Assert.Equal("blue \"one\"", config.GetString("mesh.name"));
        Assert.Equal("10.1.2.3", config.GetString("akka.remote.mesh-tcp.hostname"));
        Assert.Equal(7, config.GetInt("akka.remote.mesh-tcp.port"));
        Assert.Equal(1_048_576, config.GetByteSize("akka.remote.mesh-tcp.maximum-frame-size"));
        Assert.Equal(128, config.GetInt("akka.cluster.distributed-data.max-delta-elements"));
        Assert.Equal(["akka.remote.mesh-tcp"], config.GetStringList("akka.remote.enabled-transports"));
    }

    /// <summary>The replicator sends at most ten messages a round, and each bucket must be in one of them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(1_024)]
    public void A_round_of_gossip_covers_all_buckets(int buckets)
    {
        var perMessage = MeshHocon.For(new MeshOptions { Buckets = buckets })
            .GetInt("akka.cluster.distributed-data.max-delta-elements");

        // The policies are one key more.
        Assert.InRange((buckets + 1) / perMessage, 1, 10);
    }

    [Fact]
    public void Files_win_over_the_reference_and_later_ones_over_earlier_ones()
    {
        using var first = TemporaryFile.With("akka.cluster.gossip-interval = 3s\nakka.loglevel = DEBUG");
        using var second = TemporaryFile.With("akka.cluster.gossip-interval = 4s");
        var options = new MeshOptions { HoconFiles = { first.Path, second.Path } };

        var config = MeshHocon.For(options);

        Assert.Equal(TimeSpan.FromSeconds(4), config.GetTimeSpan("akka.cluster.gossip-interval"));
        Assert.Equal("DEBUG", config.GetString("akka.loglevel"));
    }

    [Fact]
    public void Unreadable_and_broken_files_are_named()
    {
        var missing = Assert.Throws<MeshHoconException>(() => MeshHoconFile.Read("/nowhere/mesh.conf"));
        Assert.Contains("/nowhere/mesh.conf", missing.Message, StringComparison.Ordinal);

        using var broken = TemporaryFile.With("mesh { name = ${nowhere} }");
        var wrong = Assert.Throws<MeshHoconException>(() => MeshHoconFile.Read(broken.Path));
        Assert.Contains(broken.Path, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Section_mesh_becomes_options()
    {
        using var file = TemporaryFile.With("""
            mesh {
              name = blue
              seeds = ["a:1", "b:2"]
              stable-after = 90s
              insecure = on
              tls { certificate-file = "node.pem" }
            }
            """);

        var options = MeshHoconFile.ReadOptions(file.Path, Tree);

        Assert.Equal("blue", options["Mesh:MeshName"]);
        Assert.Equal("a:1", options["Mesh:Seeds:0"]);
        Assert.Equal("b:2", options["Mesh:Seeds:1"]);
        Assert.Equal("00:01:30", options["Mesh:StableAfter"]);
        Assert.Equal("True", options["Mesh:Insecure"]);
        Assert.Equal("node.pem", options["Mesh:Tls:CertificateFile"]);
    }

    [Fact]
    public void Sections_of_other_programs_are_passed_over()
    {
        using var file = TemporaryFile.With("""
            mesh {
              name = "blue"
              consul { enabled = on, max-blocking-queries = 100 }
              access { tokens = [{ token = "x", allow = ["read"] }], anonymous { 0 = read } }
              wire-version = 1
            }
            """);

        Assert.Equal(["Mesh:MeshName"], MeshHoconFile.ReadOptions(file.Path, Tree).Keys);
    }

    [Theory]
    [InlineData("mesh { sead = [] }", "mesh.sead")]
    [InlineData("mesh { stable-after = soon }", "mesh.stable-after")]
    [InlineData("mesh { insecure = perhaps }", "mesh.insecure")]
    [InlineData("mesh { tls { key-fil = x } }", "mesh.tls.key-fil is not a key; did you mean mesh.tls.key-file?")]
    [InlineData("mesh { stabel-after = 1s }", "mesh.stabel-after is not a key; did you mean mesh.stable-after?")]
    [InlineData("mesh { hocon-files = [a] }", "mesh.hocon-files is not a key")]
    [InlineData("mesh { max-frame-bytes = huge }", "mesh.max-frame-bytes is 'huge': must be a size in bytes such as 8388608 or 8MiB, 131072 to 67108864")]
    [InlineData("mesh { stable-after = 5000 }", "mesh.stable-after is '5000': must be a duration such as 500ms, 10s, 1m30s or PT10S, 1s to 10m")]
    [InlineData("mesh { consul { datacentre = x } }", "mesh.consul.datacentre is not a key")]
    [InlineData("mesh { consul { enabled { x = 1 } } }", "mesh.consul.enabled.x is not a key")]
    [InlineData("mash { name = x }", "mash is not a section; did you mean mesh?")]
    [InlineData("mesh = 3", "mesh")]
    public void Wrong_keys_and_values_are_named(string text, string key)
    {
        using var file = TemporaryFile.With(text);

        var error = Assert.Throws<MeshHoconException>(() => MeshHoconFile.ReadOptions(file.Path, Tree));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
    }
}
