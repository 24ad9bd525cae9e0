using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>An instance as the API shows it: the record of its owner and what the answering node sees of the owner.</summary>
public sealed record InstanceModel
{
    public required string Id { get; init; }

    public required string Service { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Further ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>();

    public string Zone { get; init; } = "";

    public string Version { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public int Weight { get; init; } = 1;

    /// <summary>What the owner says: starting, passing, warning, critical or draining.</summary>
    public required string Status { get; init; }

    /// <summary>What is seen of the owner: confirmed, suspect or unreachable.</summary>
    public required string Standing { get; init; }

    /// <summary>The node that owns the entry: "host:port#incarnation".</summary>
    public required string Owner { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Null when the instance does not have to be renewed.</summary>
    public LeaseModel? Lease { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckModel? Check { get; init; }

    /// <summary>Stays when its node is removed, without being renewed: it floats, or is anchored at that node.</summary>
    public bool Kept { get; init; }

    /// <summary>Whose life it shares: owned, leased, anchored or floating.</summary>
    public string Lifetime { get; init; } = "";

    /// <summary>What a deregistration can be made conditional on.</summary>
    public long Claim { get; init; }

    /// <summary>Picks only: offered although its owner is suspect or unreachable, because too few others are left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unconfirmed { get; init; }
}
