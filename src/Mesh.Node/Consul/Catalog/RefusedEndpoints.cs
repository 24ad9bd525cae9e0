using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Catalog;

/// <summary>What Consul has and the mesh has not: answered with the reason, so that nobody waits for it.</summary>
internal static class RefusedEndpoints
{
    private const string NoPath = "Invalid URL path: not a recognized HTTP API endpoint";
    private const string NoAcl = "ACL support disabled";
    private const string NoConnect = "Connect must be enabled in order to use this endpoint";

    private static readonly (string Path, string Reason)[] All =
    [
        ("/v1/session/{**rest}", "sessions are not served: they are locks, and no lock is safe in a registry that goes on while parts of it do not see one another"),
        ("/v1/txn", "transactions are not served"),
        ("/v1/config/{**rest}", "configuration entries are not served"),
        ("/v1/agent/monitor", "the log is not streamed: it is where the node writes it"),
        ("/v1/event/fire/{**rest}", "events are not served: nothing here would hand them on"),
        ("/v1/peering/{**rest}", "peerings are not served: other meshes are reached by the federation"),
        ("/v1/internal/ui/service-topology/{**rest}", "topologies are not served: they are of Connect's proxies and intentions"),
        ("/v1/internal/ui/catalog-overview", "the overview is not served: it is of partitions and namespaces; internal/ui/services has the figures"),
        ("/v1/operator/{**rest}", "operator requests are not served: there is no Raft here"),
    ];

    /// <summary>What an agent of Consul answers whose feature is off, or that is of the edition without it.</summary>
    private static readonly (string Path, int Status, string Text)[] Off =
    [
        ("/v1/acl/{**rest}", StatusCodes.Status401Unauthorized, NoAcl),
        ("/v1/agent/token/{**rest}", StatusCodes.Status401Unauthorized, NoAcl),
        ("/v1/connect/{**rest}", StatusCodes.Status500InternalServerError, NoConnect),
        ("/v1/agent/connect/{**rest}", StatusCodes.Status500InternalServerError, NoConnect),
        ("/v1/coordinate/update", StatusCodes.Status401Unauthorized, "Coordinate support disabled"),
        ("/v1/internal/ui/metrics-proxy/{**rest}", StatusCodes.Status404NotFound, "Metrics proxy is not enabled"),
        ("/v1/namespaces", StatusCodes.Status404NotFound, NoPath),
        ("/v1/namespace/{**rest}", StatusCodes.Status404NotFound, NoPath),
        ("/v1/partitions", StatusCodes.Status404NotFound, NoPath),
        ("/v1/partition/{**rest}", StatusCodes.Status404NotFound, NoPath),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, reason) in All)
            Refuse(routes, path, StatusCodes.Status501NotImplemented, reason);
        foreach (var (path, status, text) in Off)
            Refuse(routes, path, status, text);
    }

    private static void Refuse(IEndpointRouteBuilder routes, string path, int status, string text) =>
        routes.Map(path, http => ConsulReply.WriteAsync(http, new ConsulFault(status, text)));
}
