namespace Mesh.Testing.Network;

/// <summary>What the way between two sites is like.</summary>
/// <param name="Delay">One way.</param>
/// <param name="Jitter">A packet takes up to so much more or less, evenly.</param>
/// <param name="Loss">The part of the packets that get lost, each way; 0 to 1.</param>
internal sealed record LinkTerms(TimeSpan Delay, TimeSpan Jitter, double Loss)
{
    /// <summary>No delay and no loss.</summary>
    public static LinkTerms Direct { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>Bytes a second on the way from one site to another; 0: as many as come.</summary>
    public int Rate { get; init; }

    /// <summary>A round trip of 80 ms on the average, and one packet in fifty lost.</summary>
    public static LinkTerms Intercontinental { get; } = new(TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(5), 0.02);
}
