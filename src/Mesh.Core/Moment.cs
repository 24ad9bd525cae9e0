namespace Mesh;

/// <summary>
/// When something happens, as the cores are told it: they read no clock themselves. Deadlines and durations go by
/// <paramref name="At"/>; <paramref name="Wall"/> is for people and never decides what expires.
/// </summary>
/// <param name="At">Time since an arbitrary start; never goes back within a process.</param>
/// <param name="Wall">Date and time of day, which may be set back or forth.</param>
public readonly record struct Moment(TimeSpan At, DateTimeOffset Wall)
{
    public static Moment Now(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time.GetElapsedTime(0), time.GetUtcNow());
    }
}
