using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>
/// The share of a new instance at one moment: a tenth at its registration, growing in a straight line to all of it. A
/// function of the record and the time alone, so all callers follow the same curve. The default value is off.
/// </summary>
/// <param name="Now">UTC ticks.</param>
/// <param name="Span">Time from a tenth to all, in ticks.</param>
internal readonly record struct SlowStart(long Now, long Span)
{
    public const double First = 0.1;

    public bool IsOn => Span > 0;

    /// <summary>The share at this moment of an instance registered at <paramref name="born"/>, 0.1 to 1.</summary>
    public double Share(long born)
    {
        var age = Now - born;
        if (age >= Span)
            return 1;
        // Registered beyond the near future: the owner's clock is wrong, and must not starve the instance.
        if (age < -Span)
            return 1;
        return First + ((1 - First) * Math.Max(0, age) / Span);
    }

    /// <summary>
    /// The part of its draws that an instance may take, 0 to 1, next to others of which the oldest has
    /// <paramref name="best"/> as its share: a service that is new as a whole does not wait for itself.
    /// </summary>
    public double Ratio(long born, double best) => Share(born) / best;

    /// <summary>When the last of these is no longer new, in UTC ticks; 0 when none is.</summary>
    public static long End(ImmutableArray<Endpoint> endpoints, long now, long span)
    {
        var end = 0L;
        foreach (var endpoint in endpoints)
        {
            var born = endpoint.Instance.RegisteredAt.UtcTicks;
            if (born <= now + span)
                end = Math.Max(end, born + span);
        }

        return end;
    }
}
