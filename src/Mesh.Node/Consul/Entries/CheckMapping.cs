using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Entries;

/// <summary>The checks of an instance: those with names, or the one that its terms and its status stand for. Pure.</summary>
internal static class CheckMapping
{
    public static IEnumerable<ConsulCheck> Of(CatalogEntry entry, CheckOutputs outputs)
    {
        var instance = entry.Instance;
        foreach (var check in instance.Checks)
            yield return Of(entry, check, outputs);
        if (instance.Checks.Count == 0 && Unnamed(entry) is { } unnamed)
            yield return Of(entry, unnamed, outputs);
        if (instance.Status is InstanceStatus.Draining)
        {
            yield return Of(entry, new NamedCheck
            {
                Id = ConsulCheckIds.ServiceMaintenance(entry.ServiceId),
                Name = "Service Maintenance Mode",
                Notes = "the instance drains",
                Status = InstanceStatus.Critical,
            }, outputs);
        }
    }

    /// <summary>Without terms nobody checks: then only a status other than passing needs a check to carry it.</summary>
    private static NamedCheck? Unnamed(CatalogEntry entry)
    {
        var instance = entry.Instance;
        var isQuiet = instance.Status is InstanceStatus.Passing or InstanceStatus.Draining;
        return instance.Health.Kind is HealthKind.None && isQuiet
            ? null
            : new NamedCheck
            {
                Id = ConsulCheckIds.Default(entry.ServiceId),
                Name = $"Service '{entry.ServiceName}' check",
                Terms = instance.Health,
                Status = instance.Status is InstanceStatus.Draining ? InstanceStatus.Passing : instance.Status,
            };
    }

    private static ConsulCheck Of(CatalogEntry entry, NamedCheck check, CheckOutputs outputs)
    {
        var metadata = entry.Metadata;
        var isOfNode = check.OfNode || check.Id == ConsulCheckIds.NodeMaintenance
            || metadata.NodeChecks.ContainsKey(check.Id) || ConsulNodeRecords.IsOne(entry.Instance);
        return new ConsulCheck
        {
            Node = entry.Node.Name,
            Id = check.Id,
            Name = check.Name,
            Status = CheckStatus.Of(check.Status),
            Notes = check.Notes,
            Output = outputs(entry.Instance.Key, check.Id) ?? metadata.Outputs.GetValueOrDefault(check.Id, ""),
            ServiceId = isOfNode ? "" : entry.ServiceId,
            ServiceName = isOfNode ? "" : entry.ServiceName,
            ServiceTags = isOfNode ? [] : entry.Instance.Tags,
            Type = TypeOf(check.Terms.Kind),
            Interval = check.Terms.Interval,
            Timeout = check.Terms.Timeout,
            Definition = metadata.Definitions.GetValueOrDefault(check.Id, ""),
            Index = entry.Index,
        };
    }

    private static string TypeOf(HealthKind kind) => kind switch
    {
        HealthKind.App => "app",
        HealthKind.Ttl => "ttl",
        HealthKind.Tcp => "tcp",
        HealthKind.Http => "http",
        HealthKind.Grpc => "grpc",
        HealthKind.Udp => "udp",
        HealthKind.H2Ping => "h2ping",
        HealthKind.Alias => "alias",
        _ => "",
    };
}
