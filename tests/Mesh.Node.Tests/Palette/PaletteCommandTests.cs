using System.Text;
using System.Text.Json.Serialization.Metadata;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Output;
using Mesh.Node.Tests.Support;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Commands;
using Mesh.Palette.Http;
using Mesh.Palette.Local;

namespace Mesh.Node.Tests.Palette;

/// <summary>Each command gives the same over HTTP and in the process.</summary>
public sealed class PaletteCommandTests
{
    [Theory]
    [InlineData("services")]
    [InlineData("instances", "service=orders", "status=passing", "standing=confirmed", "zone=", "tag=x", "version=1")]
    [InlineData("instances", "service=orders")]
    [InlineData("instances", "service=or ders")]
    [InlineData("register", "service=orders", "id=o/9 %", "address=[::1]:80", "tcp=true", "weight=5", "meta=a=b=c", "port=grpc=9", "interval=2s", "timeout=1s", "passes=2", "fails=3", "deregister-after=5m", "zone=z", "version=v", "tag=t")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "http=http://h/x")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "grpc=true", "ttl=1s")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "consistency=all", "deadline=1s")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80:", "interval=1s", "weight=-1", "meta==x", "port=a=b")]
    [InlineData("deregister", "service=orders", "id=o-1")]
    [InlineData("deregister", "service=orders", "id=none")]
    [InlineData("renew", "service=orders", "id=o-1", "status=warning", "note=why")]
    [InlineData("renew", "service=orders", "id=o-1", "status=odd")]
    [InlineData("pick", "service=orders", "count=2", "key=k")]
    [InlineData("pick", "service=orders", "count=0", "policy=odd")]
    [InlineData("pick", "service=none")]
    [InlineData("policy", "service=orders")]
    [InlineData("policy", "service=orders", "set=policy=random", "set=zone=strict", "set=fail-open=0.2", "set=share:version=2=5")]
    [InlineData("policy", "service=orders", "set=shares=none")]
    [InlineData("policy", "service=orders", "set=zone=odd", "set=fail-open=2")]
    [InlineData("policy", "service=orders", "set=odd", "set=share:=x")]
    [InlineData("explain", "service=orders", "id=o-1")]
    [InlineData("explain", "service=orders", "id=none")]
    [InlineData("drain", "service=orders", "id=o-1", "deadline=2s")]
    [InlineData("drain", "service=orders", "id=o-1", "deadline=1")]
    [InlineData("cluster show")]
    [InlineData("cluster leave", "address=127.0.0.1:4054")]
    [InlineData("drain", "service=orders", "id=none")]
    [InlineData("undrain", "service=orders", "id=o-1")]
    [InlineData("undrain", "service=orders", "id=none")]
    [InlineData("status", "service=orders", "id=o-1", "status=critical", "reason=disk")]
    [InlineData("status", "service=orders", "id=o-1", "clear=true")]
    [InlineData("status", "service=orders", "id=o-1", "status=odd")]
    [InlineData("status", "service=orders", "id=o-1")]
    [InlineData("status", "service=orders", "id=o-1", "status=critical", "clear=true")]
    [InlineData("deregister", "service=orders", "id=o-1", "claim=1")]
    [InlineData("deregister", "service=orders", "id=o-1", "claim=2")]
    [InlineData("deregister", "service=orders", "id=o-1", "claim=x")]
    [InlineData("renew", "service=orders", "id=o-1", "claim=2")]
    [InlineData("renew", "service=orders", "id=o-1", "claim=x")]
    [InlineData("drain", "service=orders", "id=o-1", "claim=2")]
    [InlineData("drain", "service=orders", "id=o-1", "claim=x")]
    [InlineData("undrain", "service=orders", "id=o-1", "claim=2")]
    [InlineData("undrain", "service=orders", "id=o-1", "claim=x")]
    [InlineData("status", "service=orders", "id=o-1", "status=critical", "claim=2")]
    [InlineData("status", "service=orders", "id=o-1", "status=critical", "claim=x")]
    [InlineData("status", "service=orders", "id=o-1", "clear=true", "claim=2")]
    [InlineData("status", "service=orders", "id=o-1", "clear=true", "claim=x")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "floating=true", "tcp=true")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "lifetime=leased", "ttl=10s")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "lifetime=leased")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "lifetime=odd", "floating=true")]
    [InlineData("register", "service=orders", "id=o-9", "address=h:80", "lifetime=owned", "floating=true")]
    [InlineData("cluster down", "address=none")]
    [InlineData("cluster remove", "address=127.0.0.1:4054")]
    [InlineData("cluster remove", "address=127.0.0.1:4053")]
    [InlineData("cluster remove", "address=none")]
    [InlineData("cluster remove", "address=")]
    public async Task A_command_does_the_same_over_http_as_in_the_process(string name, params string[] arguments)
    {
        var local = await RunAsync(name, arguments, n => new LocalMeshApi(n.Mesh, n.Inspector));
        var remote = await RunAsync(name, arguments, n => new HttpMeshApi(new ApiHttp(new Uri(n.Url + "/"))));
        Assert.Equal(local, remote);
    }

    [Theory]
    [InlineData(0, "drain", "service=orders", "id=gone")]
    [InlineData(1, "drain", "service=orders", "id=o-1")]
    [InlineData(2, "drain", "service=orders", "id=o-1", "deadline=1")]
    [InlineData(2, "status", "service=orders", "id=o-1")]
    [InlineData(2, "status", "service=orders", "id=o-1", "status=odd")]
    [InlineData(1, "status", "service=orders", "id=none", "status=critical")]
    [InlineData(0, "status", "service=orders", "id=o-1", "status=critical")]
    [InlineData(1, "deregister", "service=orders", "id=o-1", "claim=77")]
    [InlineData(2, "deregister", "service=orders", "id=o-1", "claim=x")]
    [InlineData(1, "renew", "service=orders", "id=o-1", "claim=77")]
    [InlineData(2, "renew", "service=orders", "id=o-1", "claim=x")]
    [InlineData(1, "drain", "service=orders", "id=o-1", "claim=77")]
    [InlineData(2, "drain", "service=orders", "id=o-1", "claim=x")]
    [InlineData(1, "undrain", "service=orders", "id=o-1", "claim=77")]
    [InlineData(2, "undrain", "service=orders", "id=o-1", "claim=x")]
    [InlineData(1, "status", "service=orders", "id=o-1", "status=critical", "claim=77")]
    [InlineData(2, "status", "service=orders", "id=o-1", "status=critical", "claim=x")]
    [InlineData(2, "register", "service=orders", "id=o-9", "address=h:80", "lifetime=leased")]
    [InlineData(1, "cluster remove", "address=127.0.0.1:4053")]
    [InlineData(0, "cluster remove", "address=127.0.0.1:4054")]
    [InlineData(2, "cluster remove", "address=")]
    public async Task A_command_ends_with_its_exit_code(int exit, string name, params string[] arguments)
    {
        var ended = await RunAsync(
            name,
            [.. arguments.Select(a => a == "id=gone" ? "id=o-1" : a)],
            n =>
            {
                if (arguments.Contains("id=gone"))
                    n.Mesh.Answer = _ => Task.FromResult<MeshReplies.IReply?>(Confirmed);
                return new LocalMeshApi(n.Mesh, n.Inspector);
            });
        Assert.Equal(exit, ended.Exit);
    }

    [Fact]
    public async Task A_drain_says_who_did_not_confirm_it()
    {
        var ended = await RunAsync("drain", ["service=orders", "id=o-1"], n => new LocalMeshApi(n.Mesh, n.Inspector));
        Assert.EndsWith("drains, but before the deadline it was not confirmed by 127.0.0.1:4054\n", ended.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_show_the_kind_of_life()
    {
        var instances = await RunAsync("instances", ["service=orders"], n => new LocalMeshApi(n.Mesh, n.Inspector));
        Assert.Contains("LIFETIME", instances.Text.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(" floating ", instances.Text.Split('\n')[1], StringComparison.Ordinal);
        var services = await RunAsync("services", [], n => new LocalMeshApi(n.Mesh, n.Inspector));
        Assert.Contains(" floating ", services.Text.Split('\n')[1], StringComparison.Ordinal);
    }

    private static MeshReplies.Drained Confirmed => new(
        new InstanceKey(ServiceName.Parse("orders"), InstanceId.Parse("o-1")), ["127.0.0.1:4053"], []);

    private static async Task<(int Exit, string Text, string Asked)> RunAsync(
        string name, string[] arguments, Func<TestNode, IMeshApi> connect)
    {
        await using var node = await TestNode.StartAsync();
        await node.RegisterAsync("orders", "o-1");
        await node.RegisterAsync("orders", "o-2");
        var input = new PaletteInput(arguments.Select(a => a.Split('=', 2)).GroupBy(a => a[0], a => a[1])
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g]));
        var output = new TextOutput();
        var exit = await MeshPalette.Commands.Single(c => c.Name == name)
            .Run(new PaletteCall(connect(node), input, output, CancellationToken.None));
        return (exit, output.ToString(), string.Join('\n', node.Mesh.Asked.Concat(node.Inspector.Orders)));
    }

    private sealed class TextOutput : IPaletteOutput
    {
        private readonly StringBuilder _text = new();

        public void Write<T>(T value, JsonTypeInfo<T> type, Func<T, PaletteView> view)
        {
            using var writer = new StringWriter(_text);
            PlainText.Write(writer, view(value));
        }

        public void Fail(ApiProblem problem) => _text.AppendLine(problem.Detail);

        public override string ToString() => _text.ToString();
    }
}
