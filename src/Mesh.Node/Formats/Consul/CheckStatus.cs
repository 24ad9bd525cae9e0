using Mesh.Catalog;

namespace Mesh.Node.Formats.Consul;

/// <summary>The words that Consul has for how a check is.</summary>
internal static class CheckStatus
{
    public const string Passing = "passing";
    public const string Warning = "warning";
    public const string Critical = "critical";

    /// <summary>Of a node or service that its operator took out of use; counts as critical.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>No result yet and leaving are both reasons not to call: critical.</summary>
    public static string Of(InstanceStatus status) => status switch
    {
        InstanceStatus.Passing => Passing,
        InstanceStatus.Warning => Warning,
        _ => Critical,
    };
}
