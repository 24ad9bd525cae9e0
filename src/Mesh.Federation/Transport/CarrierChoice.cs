using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <summary>
/// What one address is asked by, from what was answered so far. Datagrams come first; where they stay without an answer
/// and a call has one, calls do, and datagrams are tried beside them from time to time until two in a row are answered.
/// Pure; an immutable value.
/// </summary>
internal sealed record CarrierChoice
{
    /// <summary>Of an address that answers datagrams so many must stay unanswered in a row before a call is made too.</summary>
    public const int LossesToDoubt = 2;

    /// <summary>So many datagrams answered in a row end the calls.</summary>
    public const int AnswersToHeal = 2;

    /// <summary>So many failed calls in a row end the preference for them.</summary>
    public const int FailuresToGiveUp = 2;

    /// <summary>
    /// How long a datagram is waited for before the call: longer than most round trips, and so short that a call of three
    /// round trips may still be answered within <see cref="KadSettings.HardTimeout"/>.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestProbePause = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestCallPause = TimeSpan.FromMinutes(1);

    public static CarrierChoice Unknown { get; } = new();

    public Carrier Preferred { get; private init; }

    /// <summary>A datagram to this address was answered since calls were last given up or taken to.</summary>
    public bool HasHeard { get; private init; }

    private int Losses { get; init; }

    private int Heard { get; init; }

    private TimeSpan ProbeAt { get; init; }

    private int Probes { get; init; }

    private TimeSpan CallFrom { get; init; }

    private int CallFailures { get; init; }

    /// <param name="isMute">Lately calls were answered, of other addresses too, and datagrams of none.</param>
    public CarrierPlan Plan(TimeSpan now, bool isMute)
    {
        var mayCall = now >= CallFrom;
        if (Preferred is Carrier.Grpc)
            return new CarrierPlan(!mayCall || now >= ProbeAt, mayCall ? TimeSpan.Zero : null);
        var isDoubtful = !HasHeard || Losses >= LossesToDoubt;
        return new CarrierPlan(true, !mayCall || !isDoubtful ? null : isMute ? TimeSpan.Zero : Patience);
    }

    /// <summary>A datagram goes beside a call. Questions that follow are no probes of their own: one counts for all of a moment.</summary>
    public CarrierChoice Probed(TimeSpan now) =>
        this with { Probes = Probes + 1, ProbeAt = now + Pause(Probes + 1, LongestProbePause) };

    public CarrierChoice DatagramAnswered(TimeSpan now) =>
        Preferred is Carrier.Udp ? this with { HasHeard = true, Losses = 0 }
        : Heard + 1 >= AnswersToHeal ? Unknown with { HasHeard = true }
        // The next question tries again.
        : this with { Heard = Heard + 1, Probes = 0, ProbeAt = now };

    /// <summary>Given up: the hard timeout has passed.</summary>
    public CarrierChoice DatagramLost() => Preferred is Carrier.Udp
        ? this with { Losses = Math.Min(Losses + 1, LossesToDoubt) }
        : this with { Heard = 0 };

    public CarrierChoice CallAnswered(TimeSpan now)
    {
        var well = this with { CallFailures = 0, CallFrom = TimeSpan.Zero };
        return Preferred is Carrier.Grpc ? well : well.Prefer(now);
    }

    public CarrierChoice CallFailed(TimeSpan now)
    {
        // One of several that were under way when the first failed.
        if (now < CallFrom)
            return this;
        var failures = CallFailures + 1;
        var failed = this with { CallFailures = failures, CallFrom = now + Pause(failures, LongestCallPause) };
        return Preferred is Carrier.Grpc && failures >= FailuresToGiveUp
            ? failed with { Preferred = Carrier.Udp, HasHeard = false, Losses = 0 }
            : failed;
    }

    /// <summary>It asked by a call: its datagrams do not get here, so ours will hardly get there.</summary>
    public CarrierChoice CalledUs(TimeSpan now) =>
        Preferred is Carrier.Udp && (!HasHeard || Losses > 0) ? Prefer(now) : this;

    private CarrierChoice Prefer(TimeSpan now) =>
        this with { Preferred = Carrier.Grpc, HasHeard = false, Losses = 0, Heard = 0, Probes = 0, ProbeAt = now };

    private static TimeSpan Pause(int times, TimeSpan longest)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(times - 1, 16));
        return pause < longest ? pause : longest;
    }
}
