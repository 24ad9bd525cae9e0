using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Entries;

/// <summary>A check as Consul shows it; one of a node has no service.</summary>
internal sealed record ConsulCheck
{
    public required string Node { get; init; }

    public required string Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>One of <see cref="CheckStatus"/>.</summary>
    public required string Status { get; init; }

    public string Notes { get; init; } = "";

    public string Output { get; init; } = "";

    public string ServiceId { get; init; } = "";

    public string ServiceName { get; init; } = "";

    public ValueList<string> ServiceTags { get; init; } = [];

    /// <summary>How it is found out, such as "ttl" or "http"; empty when only orders change it.</summary>
    public string Type { get; init; } = "";

    public TimeSpan Interval { get; init; }

    public TimeSpan Timeout { get; init; }

    /// <summary>How somebody outside is to run it, as JSON; empty: nothing was said.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Of the service, or of the list of nodes.</summary>
    public long Index { get; init; }
}
