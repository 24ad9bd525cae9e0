namespace Mesh.Wire;

/// <summary>Moments as counts of 100 ns since 0001-01-01T00:00:00Z.</summary>
internal static class WireTime
{
    public static ulong Ticks(DateTimeOffset moment) => (ulong)moment.UtcTicks;

    public static DateTimeOffset Moment(ulong ticks) => ticks <= (ulong)DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
        : throw new WireFormatException($"moment {ticks} is beyond the year 9999");
}
