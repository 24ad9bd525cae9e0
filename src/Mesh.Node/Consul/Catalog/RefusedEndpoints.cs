using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Catalog;

/// <summary>What Consul has and the mesh has not: answered with the reason, so that nobody waits for it.</summary>
internal static class RefusedEndpoints
{
    private static readonly (string Path, string Reason)[] All =
    [
        ("/v1/session/{**rest}", "sessions are not served: they are locks, and no lock is safe in a registry that goes on while parts of it do not see one another"),
        ("/v1/txn", "transactions are not served"),
        ("/v1/acl/{**rest}", "ACLs are not served: there are no Consul policies here"),
        ("/v1/query/{**rest}", "prepared queries are not served"),
        ("/v1/connect/{**rest}", "Connect is not served: there is no certificate authority and no proxy here"),
        ("/v1/config/{**rest}", "configuration entries are not served"),
        ("/v1/operator/{**rest}", "operator requests are not served: there is no Raft here"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, reason) in All)
        {
            routes.Map(path, http => ConsulReply.WriteAsync(
                http, new ConsulFault(StatusCodes.Status501NotImplemented, reason)));
        }
    }
}
