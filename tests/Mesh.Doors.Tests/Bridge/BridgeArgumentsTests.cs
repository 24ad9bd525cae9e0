using Mesh.Node.Bridge;
using Mesh.Node.Formats.Etcd;
using Mesh.Node.Hosting;
using Mesh.Palette;
using Microsoft.Extensions.Logging;

namespace Mesh.Doors.Tests.Bridge;

public sealed class BridgeArgumentsTests
{
    [Fact]
    public void Defaults_are_both_directions_and_the_known_prefixes()
    {
        var read = Read(("system", "etcd"), ("to", "10.0.0.7:2379"));
        Assert.Empty(read.Faults);
        var settings = read.Value!;
        Assert.Equal("http://10.0.0.7:2379/", settings.To.ToString());
        Assert.True(settings is { In: true, Out: true, Id: "bridge", Mesh: "mesh", Cluster: null, Layout: "address", Metrics: null });
        Assert.Equal(EtcdPrefixes.Default.All, settings.Prefixes);
        Assert.Equal(0.3, settings.Guard.MaxShare);
    }

    [Fact]
    public void What_is_said_counts()
    {
        var settings = Read(
            ("system", "consul"), ("to", "https://consul/"), ("direction", "in"), ("id", "b-1"), ("mesh", "eu"),
            ("cluster", "dc7"), ("max-delete", "100"), ("metrics", "0")).Value!;
        Assert.True(settings is { In: true, Out: false, Id: "b-1", Mesh: "eu", Cluster: "dc7", Metrics: 0, Guard.MaxShare: 1, Token: "secret" });
    }

    [Fact]
    public void Log_is_written_as_it_is_asked_for()
    {
        var log = Read(("system", "etcd"), ("to", "10.0.0.7:2379"), ("log-format", "json"), ("log-level", "warning")).Value!.Log;

        Assert.Equal((LogFormat.Json, LogLevel.Warning), (log.Format, log.Least("Mesh.Bridge")));
        Assert.Equal(
            (LogFormat.Text, LogLevel.Information),
            (Read(("system", "etcd"), ("to", "c:1")).Value!.Log.Format, Read(("system", "etcd"), ("to", "c:1")).Value!.Log.Least("Mesh.Bridge")));
    }

    [Theory]
    [InlineData("system", "zookeeper", "system zookeeper: must be one of consul, etcd")]
    [InlineData("to", "ftp://x", "--to")]
    [InlineData("direction", "up", "--direction up: must be one of in, out, both")]
    [InlineData("id", "a/b", "--id a/b: must be 1 to 64 letters, digits, '-', '_' or '.'")]
    [InlineData("mesh", "", "--mesh")]
    [InlineData("max-delete", "101", "--max-delete 101: must be a whole number, 0 to 100")]
    [InlineData("metrics", "x", "--metrics")]
    [InlineData("layout", "xml", "--layout xml: must be one of address, kratos, micro, kitex, goframe, skydns, dubbo-interface, dubbo, naming, rpcx")]
    [InlineData("prefix", "", "--prefix")]
    [InlineData("log-format", "xml", "--log-format xml: must be one of text, json")]
    [InlineData("log-level", "loud", "--log-level loud: must be one of trace, debug, information, warning, error, critical, none")]
    public void What_is_wrong_is_named_with_its_bound(string name, string value, string expected)
    {
        var read = Read([("system", "etcd"), ("to", "10.0.0.7:2379"), (name, value)]);
        var fault = Assert.Single(read.Faults);
        Assert.StartsWith(expected.Split(' ')[0], fault.Field, StringComparison.Ordinal);
        if (expected.Contains(": ", StringComparison.Ordinal))
            Assert.Equal(expected[(expected.IndexOf(": ", StringComparison.Ordinal) + 2)..], fault.Bound);
    }

    [Fact]
    public void Options_of_etcd_are_refused_for_consul() =>
        Assert.Equal("--prefix", Assert.Single(Read(("system", "consul"), ("to", "c:1"), ("prefix", "/x/")).Faults).Field);

    private static Mesh.Palette.Mapping.Mapped<BridgeSettings> Read(params (string Name, string Value)[] given)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, value) in given)
            values[name] = [value];
        return BridgeArguments.Read(new PaletteInput(values), "secret", isJson: false);
    }
}
