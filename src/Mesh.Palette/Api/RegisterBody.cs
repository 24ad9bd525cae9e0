using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>What is registered. Without ttl and check the instance is passing and stays until it is deregistered.</summary>
public sealed record RegisterBody
{
    /// <summary>May repeat the service of the path.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Service { get; init; }

    /// <summary>May repeat the id of the path.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Required: a host name or an IP address that callers can reach.</summary>
    public string? Host { get; init; }

    /// <summary>Required: 0 to 65535.</summary>
    public int? Port { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, int>? Ports { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Zone { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<string>? Tags { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>0 to 65535; default 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Weight { get; init; }

    /// <summary>The first status; default starting with a check, else passing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>Time without renewal after which the instance is critical, 1s to 24h. Not together with check.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ttl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckModel? Check { get; init; }

    /// <summary>
    /// Whose life it shares: owned, leased, anchored or floating. By default leased with a ttl, anchored with a check of
    /// the loopback address, else floating.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lifetime { get; init; }

    /// <summary>Time in status critical after which the instance is removed, 1s to 8760h, "0s": never; default 60s.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeregisterAfter { get; init; }
}
