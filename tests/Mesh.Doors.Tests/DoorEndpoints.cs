using Mesh.Doors.Tests.Consul.Support;
using Microsoft.AspNetCore.Routing;

namespace Mesh.Doors.Tests;

/// <summary>What each door really serves, by its section in docs/doors.md; a new door adds its own list.</summary>
internal static class DoorEndpoints
{
    public static readonly IReadOnlyDictionary<string, Func<Task<IReadOnlyList<string>>>> Of =
        new Dictionary<string, Func<Task<IReadOnlyList<string>>>>
        {
            ["Consul"] = ConsulAsync,
        };

    private static async Task<IReadOnlyList<string>> ConsulAsync()
    {
        await using var node = await ConsulNode.StartAsync();
        return RoutesOf("/v1/", node.Endpoints);
    }

    /// <summary>The routes of an HTTP door as "METHOD path", several methods of one endpoint joined by ", ".</summary>
    public static IReadOnlyList<string> RoutesOf(string prefix, IEnumerable<RouteEndpoint> endpoints) =>
    [
        .. endpoints.Where(e => e.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal))
            .Select(e => (e.RoutePattern.RawText, Methods: e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]))
            .Select(e => $"{string.Join(", ", e.Methods.Order(StringComparer.Ordinal))} {e.RawText}"),
    ];
}
