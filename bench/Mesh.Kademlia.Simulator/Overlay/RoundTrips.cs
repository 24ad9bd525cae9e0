namespace Mesh.Kademlia.Simulator.Overlay;

/// <summary>Round-trip times: lognormal, independent of ids and places.</summary>
internal sealed record RoundTrips(double MedianMs, double Sigma)
{
    public static RoundTrips Wide { get; } = new(80, 0.5);

    public double NextMs(ref KadRandom random)
    {
        // Box and Muller (1958).
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
        return MedianMs * Math.Exp(Sigma * normal);
    }
}
