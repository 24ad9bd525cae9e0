using System.Net;
using System.Net.Http.Json;
using System.Text;
using Mesh.Node.Tests.Support;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>A snapshot of one mesh, brought back in another.</summary>
public sealed class SnapshotProcessTests : IDisposable
{
    private static readonly string[] Doors = ["--consul", "--etcd", "0", "--etcd-json", "0"];

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-snapshot").FullName;
    private readonly HttpClient _http = new();

    private string File_ => Path.Combine(_directory, "mesh.snap");

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Snapshot_of_a_mesh_is_brought_back_in_another_and_a_damaged_one_is_not()
    {
        await using (var node = await NodeProcess.StartAsync(Doors))
        {
            using var api = new NodeApi(node.Http);
            await api.RegisterAsync("db", "kept");
            await api.RegisterAsync("db", "leased", ttl: "60s");
            await PutAsync(node, "plain", "v1");
            await AskAsync(node, "/v3/lease/grant", new Dictionary<string, string> { ["ID"] = "77", ["TTL"] = "300" });
            await AskAsync(node, "/v3/kv/put", new { key = Base64("leased"), value = Base64("v2"), lease = "77" });
            var saved = await MeshAsync(node, "snapshot", "save", File_);
            Assert.Equal((0, ""), (saved.Exit, saved.Error));
            Assert.EndsWith(": 1 instances, 2 entries, 1 leases\n", saved.Out, StringComparison.Ordinal);
            Assert.False(File.Exists(File_ + ".part"));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File_));
        }

        var shown = await MeshProcess.RunAsync(null, "snapshot", "inspect", File_, "--output", "json");
        Assert.Equal(0, shown.Exit);
        Assert.Contains("\"instances\":1,\"entries\":2,\"leases\":1", shown.Out, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(File_);
        await File.WriteAllBytesAsync(File_ + ".cut", bytes[..^40]);
        await using var other = await NodeProcess.StartAsync(Doors);
        var refused = await MeshAsync(other, "snapshot", "restore", File_ + ".cut");
        Assert.Equal((2, ""), (refused.Exit, refused.Out));
        Assert.StartsWith("mesh: snapshot: is ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.Error.Count(c => c == '\n'));
        foreach (var (path, type) in (IEnumerable<(string, string)>)[("/mesh/v1/snapshot", "application/problem+json"), ("/v1/snapshot", "text/plain")])
        {
            using var cut = await _http.PutAsync(new Uri(other.Http, path), new ByteArrayContent(bytes[..^40]));
            Assert.Equal((HttpStatusCode.BadRequest, type), (cut.StatusCode, cut.Content.Headers.ContentType!.MediaType));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(other, "plain")).Status);

        var restored = await MeshAsync(other, "snapshot", "restore", File_);
        Assert.Equal((0, "restored 1 instances, 2 entries and 1 leases\n", ""), (restored.Exit, restored.Out, restored.Error));
        Assert.Equal((HttpStatusCode.OK, "v1"), await GetAsync(other, "plain"));
        Assert.Contains($"\"value\":\"{Base64("v2")}\"", await AskAsync(other, "/v3/kv/range", new { key = Base64("leased") }), StringComparison.Ordinal);
        using var view = new NodeApi(other.Http);
        Assert.Equal(["kept"], await view.IdsAsync("db"));
        Assert.Contains("300", await AskAsync(other, "/v3/lease/timetolive", new Dictionary<string, string> { ["ID"] = "77" }), StringComparison.Ordinal);

        // Consul's path speaks the same.
        using var again = await _http.PutAsync(
            new Uri(other.Http, "/v1/snapshot"), new ByteArrayContent(await _http.GetByteArrayAsync(new Uri(other.Http, "/v1/snapshot"))));
        Assert.Equal((HttpStatusCode.OK, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Snapshot_of_a_mesh_of_another_name_is_loaded_only_where_that_is_meant()
    {
        await using (var node = await NodeProcess.StartAsync("--mesh", "shop"))
        {
            using var api = new NodeApi(node.Http);
            await api.RegisterAsync("db", "kept");
            Assert.Equal(0, (await MeshAsync(node, "snapshot", "save", File_)).Exit);
        }

        await using var other = await NodeProcess.StartAsync(["--mesh", "store", .. Doors]);
        var refused = await MeshAsync(other, "snapshot", "restore", File_);
        Assert.Equal((1, ""), (refused.Exit, refused.Out));
        Assert.Contains("of the mesh 'shop', and this is 'store'", refused.Error, StringComparison.Ordinal);
        var bytes = await File.ReadAllBytesAsync(File_);
        foreach (var path in (string[])["/mesh/v1/snapshot", "/v1/snapshot"])
        {
            using var conflict = await _http.PutAsync(new Uri(other.Http, path), new ByteArrayContent(bytes));
            Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
            using var unclear = await _http.PutAsync(new Uri(other.Http, path + "?other-mesh=yes"), new ByteArrayContent(bytes));
            Assert.Equal(HttpStatusCode.BadRequest, unclear.StatusCode);
        }

        using var view = new NodeApi(other.Http);
        Assert.Empty(await view.IdsAsync("db"));
        var restored = await MeshAsync(other, "snapshot", "restore", File_, "--other-mesh");
        Assert.Equal((0, "restored 1 instances, 0 entries and 0 leases\n", ""), (restored.Exit, restored.Out, restored.Error));
        Assert.Equal(["kept"], await view.IdsAsync("db"));
        using var meant = await _http.PutAsync(new Uri(other.Http, "/v1/snapshot?other-mesh=true"), new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.OK, meant.StatusCode);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("restore")]
    public async Task File_that_is_not_there_is_bad_input(string command)
    {
        var refused = await MeshProcess.RunAsync(null, "snapshot", command, File_);
        Assert.Equal((2, ""), (refused.Exit, refused.Out));
        Assert.StartsWith("mesh: FILE", refused.Error, StringComparison.Ordinal);
        Assert.EndsWith("is not there\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_bad_input()
    {
        await using var node = await NodeProcess.StartAsync();
        var refused = await MeshAsync(node, "snapshot", "save", Path.Combine(_directory, "none", "mesh.snap"));
        Assert.Equal((2, ""), (refused.Exit, refused.Out));
        Assert.EndsWith("is in a folder that is not there\n", refused.Error, StringComparison.Ordinal);
    }

    private static Task<(int Exit, string Out, string Error)> MeshAsync(NodeProcess node, params string[] arguments) =>
        MeshProcess.RunAsync(null, [.. arguments, "--node", node.Http.ToString()]);

    private async Task PutAsync(NodeProcess node, string key, string value)
    {
        using var reply = await _http.PutAsync(new Uri(node.Http, "/v1/kv/" + key), new StringContent(value));
        reply.EnsureSuccessStatusCode();
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(NodeProcess node, string key)
    {
        using var reply = await _http.GetAsync(new Uri(node.Http, $"/v1/kv/{key}?raw"));
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    private async Task<string> AskAsync(NodeProcess node, string path, object question)
    {
        using var reply = await _http.PostAsJsonAsync($"http://127.0.0.1:{node.Ports.EtcdJson}{path}", question);
        reply.EnsureSuccessStatusCode();
        return await reply.Content.ReadAsStringAsync();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
