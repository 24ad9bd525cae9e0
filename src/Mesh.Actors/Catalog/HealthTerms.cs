namespace Mesh.Catalog;

/// <summary>
/// How the health of an instance is found and what follows from it. The terms are part of the record, so that a node
/// that adopts an instance checks it as its first owner did.
/// </summary>
public sealed record HealthTerms
{
    public static readonly HealthTerms None = new();

    public HealthKind Kind { get; init; }

    /// <summary>For Tcp "host:port", for Http an absolute URL, for Grpc "host:port" or "host:port/service".</summary>
    public string Target { get; init; } = "";

    /// <summary>Kind Ttl: time without renewal after which the instance is critical; 1 s to 24 h.</summary>
    public TimeSpan Ttl { get; init; }

    /// <summary>Kinds Tcp, Http, Grpc: time between two checks; 1 s to 1 h.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Kinds Tcp, Http, Grpc: time after which a check without answer has failed; 10 ms to the interval.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Results in a row that turn a critical instance passing; 1 to 100.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Failures in a row that turn a passing instance critical; 1 to 100.</summary>
    public int Fails { get; init; } = 1;

    /// <summary>Time in status Critical after which the instance is removed; zero: never. At most 7 days.</summary>
    public TimeSpan DeregisterAfter { get; init; }

    /// <summary>Is there somebody whose silence ends the registration, so that it need not be kept for ever?</summary>
    public bool Expires => Kind is not HealthKind.None && DeregisterAfter > TimeSpan.Zero;
}
