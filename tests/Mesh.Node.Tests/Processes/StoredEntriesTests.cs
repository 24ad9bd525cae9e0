using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mesh.KeyValues;
using Mesh.Node.Tests.Support;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>Entries of the key-value store at a node with a data directory, over the death of its process.</summary>
public sealed class StoredEntriesTests : IDisposable
{
    private static readonly string Key = Base64("color");
    private static readonly string[] Doors = ["--etcd", "0", "--etcd-json", "0"];

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-entries-").FullName;
    private readonly HttpClient _http = new();

    private string[] Arguments => ["--data", _directory, .. Doors];

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Entries_survive_a_restart_of_the_whole_mesh_and_deleted_ones_do_not()
    {
        await using (var node = await NodeProcess.StartAsync(Arguments))
        {
            await PutAsync(node, "blue");
            await StoredAsync(true);
            node.Kill();
        }

        await using (var again = await NodeProcess.StartAsync(Arguments))
        {
            await Eventually.IsAsync(async () => await ReadAsync(again) == "blue", () => "the entry did not come back", Patience.Limit);
            await DeleteAsync(again);
            await StoredAsync(false);
            again.Kill();
        }

        await using var last = await NodeProcess.StartAsync(Arguments);
        Assert.Null(await ReadAsync(last));
    }

    [Fact]
    public async Task Entry_that_was_deleted_while_its_node_was_away_is_not_stored_any_longer()
    {
        await using var other = await NodeProcess.StartAsync(Doors);
        await using (var node = await NodeProcess.StartAsync([.. Arguments, "--seed", other.Address]))
        {
            await PutAsync(node, "blue");
            await StoredAsync(true);
            await Eventually.IsAsync(async () => await ReadAsync(other) == "blue", () => "the other node does not know it", Patience.Limit);
            node.Kill();
        }

        await DeleteAsync(other);

        await using var again = await NodeProcess.StartAsync([.. Arguments, "--seed", other.Address]);
        await StoredAsync(false);
        Assert.Null(await ReadAsync(again));
    }

    private Task StoredAsync(bool isStored) => Eventually.IsAsync(
        () => StoredCopy.Read(_directory, s => s.Records.Keys.Any(k => !k.Deleted && k.Slot.Name == Octets.Utf8("color"))) == isStored,
        $"the entry is {(isStored ? "not stored" : "still stored")}");

    private Task<JsonElement> PutAsync(NodeProcess node, string value) => AskAsync(node, "put", new { key = Key, value = Base64(value) });

    private Task<JsonElement> DeleteAsync(NodeProcess node) => AskAsync(node, "deleterange", new { key = Key });

    private async Task<string?> ReadAsync(NodeProcess node)
    {
        var reply = await AskAsync(node, "range", new { key = Key });
        return reply.TryGetProperty("kvs", out var found) && found.GetArrayLength() > 0
            ? Encoding.UTF8.GetString(found[0].GetProperty("value").GetBytesFromBase64())
            : null;
    }

    private async Task<JsonElement> AskAsync(NodeProcess node, string verb, object question)
    {
        using var reply = await _http.PostAsJsonAsync($"http://127.0.0.1:{node.Ports.EtcdJson}/v3/kv/{verb}", question);
        reply.EnsureSuccessStatusCode();
        return await reply.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
