namespace Mesh.Node.Formats.Consul;

/// <summary>The ids of checks that Consul's clients know by heart.</summary>
internal static class ConsulCheckIds
{
    /// <summary>
    /// Held by each instance of a node in maintenance as one of its checks; shown as a check of the node, once.
    /// </summary>
    public const string NodeMaintenance = "_node_maintenance";

    public const string ServiceMaintenancePrefix = "_service_maintenance:";

    public static string ServiceMaintenance(string serviceId) => ServiceMaintenancePrefix + serviceId;

    /// <summary>The check of an instance that has one check without a name; the first of several has the number 1.</summary>
    public static string Default(string serviceId) => "service:" + serviceId;

    public static string Default(string serviceId, int number) => $"service:{serviceId}:{number}";
}
