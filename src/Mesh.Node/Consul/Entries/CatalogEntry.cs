using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Entries;

/// <summary>An instance as Consul shows it: a service on a node, with the checks of both.</summary>
internal sealed record CatalogEntry
{
    public required CatalogNode Node { get; init; }

    public required ServiceInstance Instance { get; init; }

    public required ConsulMetadata Metadata { get; init; }

    /// <summary>The service's name as the client wrote it.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's id as the client gave it: unique on its node, whatever the mesh's record is called.</summary>
    public string ServiceId => Metadata.ServiceId.Length > 0 ? Metadata.ServiceId : Instance.Id.Value;

    /// <summary>Empty: the node's address counts.</summary>
    public required string Address { get; init; }

    /// <summary>Those of the node first.</summary>
    public required ImmutableArray<ConsulCheck> Checks { get; init; }

    /// <summary>
    /// Of the service: the mesh numbers views, not instances. Shown as that of creation too, which no client relies on.
    /// </summary>
    public required long Index { get; init; }

    /// <summary>Consul calls an instance passing when each of its checks and of its node's is.</summary>
    public bool IsPassing => Checks.All(static c => c.Status == CheckStatus.Passing);

    public bool IsOn(string node) => string.Equals(Node.Name, node, StringComparison.OrdinalIgnoreCase);
}
