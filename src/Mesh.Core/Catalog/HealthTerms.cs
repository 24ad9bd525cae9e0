namespace Mesh.Catalog;

/// <summary>
/// How the health of an instance is found and what follows from it. The terms are part of the record, so that a node
/// that adopts an instance checks it as its first owner did.
/// </summary>
public sealed record HealthTerms
{
    public static readonly HealthTerms None = new();

    public HealthKind Kind { get; init; }

    /// <summary>
    /// For Tcp, Udp and H2Ping "host:port", for Http an absolute URL, for Grpc "host:port" or "host:port/service", for
    /// Alias the id of the instance to follow.
    /// </summary>
    public string Target { get; init; } = "";

    /// <summary>Kind Ttl: time without renewal after which the instance is critical; 1 s to 365 days.</summary>
    public TimeSpan Ttl { get; init; }

    /// <summary>Active kinds: time between two checks; 1 s to 1 h.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Active kinds: time after which a check without answer has failed; 10 ms to the interval.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Results in a row that turn a critical instance passing; 1 to 100.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Failures in a row that turn a passing instance critical; 1 to 100.</summary>
    public int Fails { get; init; } = 1;

    /// <summary>Failures in a row that turn a passing instance warning, below <see cref="Fails"/>; 0: none does.</summary>
    public int WarnFails { get; init; }

    /// <summary>Kind Http: the method; empty: GET.</summary>
    public string Method { get; init; } = "";

    /// <summary>Kind Http: headers of the request. Several values of one name are joined by ", ".</summary>
    public ValueMap<string> Headers { get; init; } = ValueMap<string>.Empty;

    /// <summary>Kind Http: the body of the request; at most 4,096 characters. Kind Udp: what is sent.</summary>
    public string Body { get; init; } = "";

    /// <summary>Kinds Http, Grpc, H2Ping: any certificate will do.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>Kind Http: a redirect is an answer like any other.</summary>
    public bool NoRedirects { get; init; }

    /// <summary>Kinds Grpc, H2Ping: over TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>With TLS: the name asked for and expected; empty: the target's.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>Does the owner look for itself, at intervals?</summary>
    public bool IsActive => Kind is HealthKind.Tcp or HealthKind.Http or HealthKind.Grpc or HealthKind.Udp or HealthKind.H2Ping;

    /// <summary>Time in status Critical after which the instance is removed; zero: never. At most 365 days.</summary>
    public TimeSpan DeregisterAfter { get; init; }

    /// <summary>Is there somebody whose silence ends the registration, so that it need not be kept for ever?</summary>
    public bool Expires => Kind is not HealthKind.None && DeregisterAfter > TimeSpan.Zero;
}
