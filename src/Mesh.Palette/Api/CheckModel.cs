using System.Text.Json.Serialization;

namespace Mesh.Palette.Api;

/// <summary>A check by the owning node. Exactly one of the targets is given; durations as text, such as "500ms".</summary>
public sealed record CheckModel
{
    /// <summary>"host:port" to connect to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tcp { get; init; }

    /// <summary>The URL to GET: 2xx is passing, 429 warning, the rest critical.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Http { get; init; }

    /// <summary>"host:port" or "host:port/service" to ask by grpc.health.v1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Grpc { get; init; }

    /// <summary>1s to 24h; default 10s.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Interval { get; init; }

    /// <summary>10ms to the interval; default 2s, or the interval when that is shorter.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Timeout { get; init; }

    /// <summary>Results in a row that turn a critical instance passing, 1 to 100; default 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Passes { get; init; }

    /// <summary>Failures in a row that turn a passing instance critical, 1 to 100; default 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Fails { get; init; }

    /// <summary>Answers only: time in status critical after which the instance is removed; "0s": never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeregisterAfter { get; init; }
}
