using System.Text;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Matrix;

/// <summary>
/// Two nodes with every door, and a process that embeds a third: what a client writes at the first is looked for by
/// other clients at the second and in the third.
/// </summary>
public sealed class MatrixMesh : IAsyncLifetime
{
    private static readonly string[] Doors = ["--consul", "--etcd", "0", "--etcd-json", "0", "--dns", "0"];

    private NodeProcess _first = null!;
    private NodeProcess _second = null!;
    private EmbeddedNode _embedded = null!;

    public async Task InitializeAsync()
    {
        _first = await NodeProcess.StartAsync(Doors);
        _second = await NodeProcess.StartAsync(["--seed", _first.Address, .. Doors]);
        _embedded = await EmbeddedNode.StartAsync(m => m.WithSeeds(_first.Address));
    }

    public async Task DisposeAsync()
    {
        await _embedded.DisposeAsync();
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    /// <summary>Registers an instance at the first node with a client of the door.</summary>
    public Task WriteAsync(string door, string service, int port) => door switch
    {
        "native" => RunAsync(NodeBinary.Path, "register", service, "--id", "i-1", "--address", $"127.0.0.1:{port}", "--node", $"{_first.Http}"),
        "consul" => RunAsync("/usr/bin/python3", "-c", $"""
            import consul
            c = consul.Consul(port={_first.Ports.Http})
            assert c.agent.service.register('{service}', service_id='{service}-1', address='127.0.0.1', port={port})
            """),
        "etcd" => RunAsync("etcdctl", "--command-timeout", "60s", "--endpoints", $"127.0.0.1:{_first.Ports.Etcd}", "put", $"/services/{service}/127.0.0.1:{port}", ""),
        "etcd-json" => RunAsync("curl", "-sSf", $"http://127.0.0.1:{_first.Ports.EtcdJson}/v3/kv/put", "-d", $$"""
            {"key":"{{Base64($"/services/{service}/127.0.0.1:{port}")}}","value":"{{Base64($"127.0.0.1:{port}")}}"}
            """),
        "embedded" => _embedded.Client.RegisterAsync(TestCatalog.Instance(service, $"{service}-1") with { Host = "127.0.0.1", Port = port }),
        _ => throw new ArgumentOutOfRangeException(nameof(door), door, null),
    };

    /// <summary>What a client of the door at the second node says of a service.</summary>
    public Task<string> ReadAsync(string door, string service) => door switch
    {
        "native" => RunAsync(NodeBinary.Path, "instances", service, "--output", "json", "--node", $"{_second.Http}"),
        "consul" => RunAsync("/usr/bin/python3", "-c", $"""
            import consul
            c = consul.Consul(port={_second.Ports.Http})
            print([(e['Service']['Address'] or e['Node']['Address'], e['Service']['Port']) for e in c.health.service('{service}', passing=True)[1]])
            """),
        "etcd" => RunAsync("etcdctl", "--command-timeout", "60s", "--endpoints", $"127.0.0.1:{_second.Ports.Etcd}", "get", "--prefix", $"/services/{service}/"),
        "etcd-json" => DecodedAsync(service),
        "dns" => RunAsync("dig", "@127.0.0.1", "-p", $"{_second.Ports.Dns}", "+time=30", "+short", $"{service}.service.mesh", "SRV"),
        "embedded" => Task.FromResult(string.Join(' ', _embedded.Client.Resolve(service).Instances.Select(i => $"{i.Instance.Host}:{i.Instance.Port}"))),
        _ => throw new ArgumentOutOfRangeException(nameof(door), door, null),
    };

    /// <summary>Runs lines of python3-consul at the first node, with its client as <c>c</c>.</summary>
    public async Task<string> ConsulAsync(string lines) => (await RunAsync(
        "/usr/bin/python3", "-c", $"import consul\nc = consul.Consul(port={_first.Ports.Http})\n{lines}")).Trim();

    /// <summary>Asks the second node by dig until its answer fits.</summary>
    public Task UntilDnsAsync(string service, string type, Func<string, bool> fits) => Eventually.SeesAsync(
        async () => (await RunAsync("dig", "@127.0.0.1", "-p", $"{_second.Ports.Dns}", "+time=30", "+short", $"{service}.service.mesh", type)).Trim(),
        fits,
        $"another answer of dig for {service}",
        limit: TimeSpan.FromSeconds(90));

    private async Task<string> DecodedAsync(string service)
    {
        var reply = await RunAsync("curl", "-sSf", $"http://127.0.0.1:{_second.Ports.EtcdJson}/v3/kv/range", "-d", $$"""
            {"key":"{{Base64($"/services/{service}/")}}","range_end":"{{Base64($"/services/{service}0")}}"}
            """);
        using var json = System.Text.Json.JsonDocument.Parse(reply);
        return json.RootElement.TryGetProperty("kvs", out var entries)
            ? string.Join(' ', entries.EnumerateArray().Select(e => Encoding.UTF8.GetString(e.GetProperty("key").GetBytesFromBase64())))
            : "";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<string> RunAsync(string program, params string[] arguments) =>
        ClientRun.OutputAsync(program, arguments, environment: Etcdctl.Environment);
}
