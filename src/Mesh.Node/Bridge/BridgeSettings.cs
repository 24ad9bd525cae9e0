using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Etcd;
using Mesh.Node.Hosting;

namespace Mesh.Node.Bridge;

/// <summary>What the command line of a bridge says.</summary>
internal sealed record BridgeSettings
{
    public const string Etcd = "etcd";
    public const string Consul = "consul";

    /// <summary>etcd or consul.</summary>
    public required string System { get; init; }

    /// <summary>Where it is.</summary>
    public required Uri To { get; init; }

    /// <summary>Are instances of the mesh copied to the other system?</summary>
    public bool Out { get; init; } = true;

    /// <summary>Are instances of the other system copied into the mesh?</summary>
    public bool In { get; init; } = true;

    /// <summary>The name of this bridge, in the mark of each copy.</summary>
    public string Id { get; init; } = "bridge";

    public LogSettings Log { get; init; } = LogSettings.Default;

    /// <summary>The name of the mesh in marks.</summary>
    public string Mesh { get; init; } = "mesh";

    /// <summary>The name of the other system in marks; null: what it calls itself.</summary>
    public string? Cluster { get; init; }

    /// <summary>etcd: the prefixes under which instances are.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>etcd: the name of the layout in which copies are written.</summary>
    public string Layout { get; init; } = NativeRule.Layout;

    /// <summary>Are the copies left at the stop, for the process that comes next?</summary>
    public bool Keep { get; init; }

    public GuardTerms Guard { get; init; } = GuardTerms.Default;

    /// <summary>Consul: the token for its requests; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>The port of /metrics and /healthz; null: none, 0: any.</summary>
    public int? Metrics { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Stop when stdin ends, so that a child does not outlive the process that started it.</summary>
    public bool ExitWithStdin { get; init; }
}
