namespace Mesh.Node.Http.Document;

/// <summary>What clients call the operations: the names of methods in what is generated. Each route has one, and keeps it.</summary>
internal static class OperationNames
{
    public static IReadOnlyList<(string Name, string Meaning)> Tags { get; } =
    [
        ("services", "What is registered"),
        ("instances", "Registering, renewing, draining"),
        ("selection", "Which instance to call"),
        ("watch", "Changes as they happen"),
        ("exports", "What other meshes may use"),
        ("cluster", "The members of the mesh"),
        ("overlay", "The overlay between meshes"),
        ("snapshot", "Backup and restore"),
        ("health", "How the node is"),
    ];

    private static readonly Dictionary<string, (string Id, string Tag)> Names = new()
    {
        ["GET /mesh/v1/services"] = ("listServices", "services"),
        ["GET /mesh/v1/services/{service}"] = ("getService", "services"),
        ["PUT /mesh/v1/services/{service}/{id}"] = ("registerInstance", "instances"),
        ["GET /mesh/v1/services/{service}/{id}"] = ("getInstance", "instances"),
        ["DELETE /mesh/v1/services/{service}/{id}"] = ("deregisterInstance", "instances"),
        ["PUT /mesh/v1/services/{service}/{id}/renew"] = ("renewInstance", "instances"),
        ["PUT /mesh/v1/services/{service}/{id}/status"] = ("setStatus", "instances"),
        ["DELETE /mesh/v1/services/{service}/{id}/status"] = ("resetStatus", "instances"),
        ["PUT /mesh/v1/services/{service}/{id}/drain"] = ("drainInstance", "instances"),
        ["PUT /mesh/v1/services/{service}/{id}/undrain"] = ("undrainInstance", "instances"),
        ["GET /mesh/v1/services/{service}/{id}/explain"] = ("explainInstance", "instances"),
        ["GET /mesh/v1/services/{service}/pick"] = ("pickInstances", "selection"),
        ["GET /mesh/v1/services/{service}/policy"] = ("getPolicy", "selection"),
        ["PUT /mesh/v1/services/{service}/policy"] = ("setPolicy", "selection"),
        ["GET /mesh/v1/watch"] = ("watch", "watch"),
        ["GET /mesh/v1/exports"] = ("listExports", "exports"),
        ["PUT /mesh/v1/exports/{service}"] = ("exportService", "exports"),
        ["DELETE /mesh/v1/exports/{service}"] = ("removeExport", "exports"),
        ["GET /mesh/v1/cluster"] = ("listMembers", "cluster"),
        ["POST /mesh/v1/cluster/leave"] = ("leaveMember", "cluster"),
        ["POST /mesh/v1/cluster/down"] = ("downMember", "cluster"),
        ["POST /mesh/v1/cluster/remove"] = ("removeMember", "cluster"),
        ["GET /mesh/v1/kad/lookup"] = ("lookupOverlay", "overlay"),
        ["GET /mesh/v1/kad/table"] = ("getOverlayTable", "overlay"),
        ["GET /mesh/v1/kad/store"] = ("getOverlayStore", "overlay"),
        ["POST /mesh/v1/kad/ping"] = ("pingGateway", "overlay"),
        ["GET /mesh/v1/snapshot"] = ("saveSnapshot", "snapshot"),
        ["PUT /mesh/v1/snapshot"] = ("loadSnapshot", "snapshot"),
        ["GET /healthz"] = ("isAlive", "health"),
        ["GET /readyz"] = ("isReady", "health"),
        ["GET /metrics"] = ("getMetrics", "health"),
        ["GET /mesh/v1/prometheus/targets"] = ("listScrapeTargets", "health"),
    };

    /// <summary>Null: the route has none, which a test does not let pass.</summary>
    public static (string Id, string Tag)? Of(string? method, string? path) =>
        Names.TryGetValue($"{method} /{path?.TrimStart('/')}", out var name) ? name : null;
}
