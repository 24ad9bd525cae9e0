using System.Text.RegularExpressions;
using Grpc.AspNetCore.Server;
using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Node.Etcd.Json;
using Mesh.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Doors.Tests.Etcd;

/// <summary>The table in docs/doors.md lists what is served, neither more nor less.</summary>
public sealed partial class EtcdDocsTests
{
    [Fact]
    public async Task The_table_lists_every_grpc_method_and_json_path()
    {
        await using var door = await TestDoor.StartAsync();
        var rows = Row().Matches(await File.ReadAllTextAsync(SourceTree.PathOf("docs", "doors.md")));

        var methods = door.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName)
            .OfType<string>()
            .Select(n => n.Replace("/etcdserverpb.", "", StringComparison.Ordinal));
        string[] paths = [JsonCalls.Watch, JsonCalls.KeepAlive, .. door.Services.GetRequiredService<JsonCalls>().ByPath.Keys];

        Assert.Equal(methods.Order(StringComparer.Ordinal), rows.Select(r => r.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Equal(
            paths.Where(p => !p.StartsWith("/kv/lease/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            rows.Select(r => r.Groups[2].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([A-Z]\w+/\w+)` \| `(/[\w/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
