using System.Net.Http.Json;
using System.Text.Json;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>What a node of the mesh shows of a service, in the terms of a bridge.</summary>
internal sealed class MeshLook(NodeProcess node)
{
    private static readonly HttpClient Http = new();

    /// <summary>"port" of natives and "port origin" of copies, those that are offered.</summary>
    public async Task<string[]> ShownAsync(string service)
    {
        var detail = await Http.GetFromJsonAsync<JsonElement>(At(service));
        return [.. detail.GetProperty("instances").EnumerateArray()
            .Where(i => i.GetProperty("status").GetString() is "passing" or "warning")
            .Select(i => i.GetProperty("port").GetInt32() + (i.GetProperty("metadata").TryGetProperty("mesh-origin", out var o) ? $" {o}" : ""))
            .Order(StringComparer.Ordinal)];
    }

    public async Task RegisterAsync(string service, int port, string? status = null)
    {
        using var reply = await Http.PutAsJsonAsync(
            At($"{service}/i{port}"), status is null ? new { host = "10.0.0.1", port } : (object)new { host = "10.0.0.1", port, status });
        reply.EnsureSuccessStatusCode();
    }

    public async Task DeregisterAsync(string service, int port)
    {
        using var reply = await Http.DeleteAsync(At($"{service}/i{port}"));
        reply.EnsureSuccessStatusCode();
    }

    private Uri At(string path) => new(node.Http, $"/mesh/v1/services/{path}");
}
