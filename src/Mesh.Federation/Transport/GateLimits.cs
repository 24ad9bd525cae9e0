namespace Mesh.Federation.Transport;

/// <summary>How much a gateway takes from the network.</summary>
internal sealed record GateLimits
{
    public static GateLimits Default { get; } = new();

    /// <summary>Datagrams of one source, a second and at once.</summary>
    public int DatagramsPerSecond { get; init; } = 1_000;

    /// <summary>First contacts of one source: each costs three signatures to check.</summary>
    public int IntroductionsPerSecond { get; init; } = 100;

    /// <summary>Arrivals that wait for the actor; what comes beyond is dropped.</summary>
    public int Pending { get; init; } = 1_024;

    /// <summary>Gateways whose credential is remembered.</summary>
    public int KnownGateways { get; init; } = 8_192;
}
