using System.Net;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>
/// A closed federation as operators set it up: keys by the command line, gateways as processes, services found over
/// mutual TLS; and one gateway whose authority is another.
/// </summary>
public sealed class ClosedFederationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-closed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Members_find_each_others_services_and_others_are_refused_by_name()
    {
        await MakeAsync("ca", "eu", "us");
        await MakeAsync("other-ca", "eve");
        await using var eu = await StartAsync("eu");
        var seed = $"127.0.0.1:{eu.Ports.Gateway}";
        await using var us = await StartAsync("us", "--federation-seed", seed);
        using var api = new NodeApi(eu.Http);
        await api.RegisterAsync("orders", "o-1");
        await MeshAsync(eu, "export", "orders");

        await FoundAsync(us, "o-1");

        await using var eve = await StartAsync("eve", "--federation-seed", seed);
        await PlainAsync(eu.Ports.Gateway!.Value);
        await SaidAsync(eu, "a connection from 127.0.0.1 was refused: no TLS handshake came about");
        // Its datagrams are not believed, so it calls; neither side takes the other's certificate.
        await SaidAsync(eve, "the gateway at 127.0.0.1 is not asked: its certificate 'CN=eu' does not go back to the authority of this federation");
        using var outside = new NodeApi(eve.Http);
        Assert.Equal(0, (await outside.GetAsync("/mesh/v1/kad/table")).GetProperty("peers").GetArrayLength());
        string? state = null;
        await Eventually.IsAsync(
            async () => (state = (await outside.GetAsync("/mesh/v1/services/orders@eu")).GetProperty("state").GetString()) != "asking",
            () => "the overlay is still being asked",
            Patience.Limit);
        Assert.Equal("none", state);
        Assert.True(await api.MetricAsync("mesh_overlay_datagrams_dropped_total", "reason=\"refused\"") > 0);

        // The members go on as before.
        await api.RegisterAsync("orders", "o-2");
        await FoundAsync(us, "o-2");
        Assert.Equal(1, (await api.GetAsync("/mesh/v1/kad/table")).GetProperty("peers").GetArrayLength());
    }

    [Fact]
    public async Task Revoked_mesh_is_shut_out_by_a_gateway_that_runs_and_by_one_that_starts()
    {
        await MakeAsync("ca", "eu", "us");
        await using var eu = await StartAsync("eu");
        await using var us = await StartAsync("us", "--federation-seed", $"127.0.0.1:{eu.Ports.Gateway}");
        using var api = new NodeApi(eu.Http);
        await api.RegisterAsync("orders", "o-1");
        await MeshAsync(eu, "export", "orders");
        await FoundAsync(us, "o-1");

        var shown = await CertsAsync("show", Folder("us"));
        var id = shown.Split(' ').First(w => w.Length == 65 && w[^1] == ',')[..64];
        Assert.Contains("is revoked by list 1, with 1 keys", await CertsAsync("revoke", id, "--authority", Folder("ca")), StringComparison.Ordinal);
        Assert.Contains("is on list 1 already", await CertsAsync("revoke", id, "--authority", Folder("ca")), StringComparison.Ordinal);
        foreach (var gateway in new[] { "eu-1", "us-1" })
            File.Copy(Path.Combine(Folder("ca"), "revoked.list"), Path.Combine(Folder(gateway), "revoked.list"));

        await SaidAsync(eu, "list 1 of revoked keys is in force: 1 keys");
        await SaidAsync(eu, "a connection from 127.0.0.1 was refused: its key, or that of its mesh, was revoked meanwhile");
        await SaidAsync(eu, "a connection from 127.0.0.1 was refused: the key of its certificate 'CN=us', or of its mesh, is revoked");
        var (exit, _, error) = await MeshProcess.RunAsync(
            null, "node", "--port", "0", "--http", "0", "--gateway", "127.0.0.1:0", "--federation-credentials", Folder("us-1"));
        Assert.Equal((2, $"mesh node: --federation-credentials: '{Folder("us-1")}' cannot be used: the mesh's key is revoked\n"), (exit, error));
        Assert.Contains("not usable: the mesh's key is revoked", await CertsAsync("show", Folder("us-1")), StringComparison.Ordinal);
        var wrong = await MeshProcess.RunAsync(null, "certs", "revoke", "us", "--authority", Folder("ca"));
        Assert.Equal((1, true), (wrong.Exit, wrong.Error.StartsWith("mesh certs revoke: id: 'us' must have the 64 hexadecimal digits", StringComparison.Ordinal)));
    }

    private static async Task PlainAsync(int port)
    {
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://127.0.0.1:{port}/")));
    }

    private static Task FoundAsync(NodeProcess node, string id) => Eventually.IsAsync(
        async () => (await MeshAsync(node, "instances", "orders@eu")).Contains(id, StringComparison.Ordinal),
        () => $"{id} was not found; the node printed:\n{node.Output}",
        Patience.Limit);

    private static Task SaidAsync(NodeProcess node, string text) => Eventually.IsAsync(
        () => Task.FromResult(node.Output.Contains(text, StringComparison.Ordinal)),
        () => $"the node did not say '{text}' but:\n{node.Output}",
        Patience.Limit);

    private static async Task<string> MeshAsync(NodeProcess node, params string[] arguments)
    {
        var (exit, output, error) = await MeshProcess.RunAsync(null, [.. arguments, "--node", node.Http.ToString()]);
        Assert.True(exit == 0, error);
        return output;
    }

    private async Task MakeAsync(string authority, params string[] meshes)
    {
        await CertsAsync("authority", "--out", Folder(authority));
        foreach (var mesh in meshes)
        {
            await CertsAsync("mesh", mesh, "--authority", Folder(authority), "--out", Folder(mesh));
            await CertsAsync("gateway", "--mesh", Folder(mesh), "--out", Folder(mesh + "-1"));
        }
    }

    private static async Task<string> CertsAsync(params string[] arguments)
    {
        var (exit, output, error) = await MeshProcess.RunAsync(null, ["certs", .. arguments]);
        Assert.True(exit == 0, error);
        return output;
    }

    private Task<NodeProcess> StartAsync(string mesh, params string[] further) => NodeProcess.StartAsync(
        ["--mesh", mesh, "--gateway", "127.0.0.1:0", "--federation-credentials", Folder(mesh + "-1"), .. further]);

    private string Folder(string name) => Path.Combine(_folder.FullName, name);
}
