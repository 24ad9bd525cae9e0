namespace Mesh.Kademlia;

/// <summary>
/// The two clocks of one moment. Timers and lives run on the monotonic one; the wall clock only translates the absolute
/// expiry that a record carries.
/// </summary>
/// <param name="Monotonic">Since any fixed start; never goes back.</param>
/// <param name="UnixMilliseconds">Wall clock.</param>
public readonly record struct KadTime(TimeSpan Monotonic, long UnixMilliseconds)
{
    /// <summary>The moment at which both clocks have gone on by this span.</summary>
    public KadTime Plus(TimeSpan span) => new(Monotonic + span, UnixMilliseconds + (long)span.TotalMilliseconds);
}
