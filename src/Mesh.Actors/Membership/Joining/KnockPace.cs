namespace Mesh.Membership.Joining;

/// <summary>How long to wait between rounds of knocking: short at first, then longer, for ever. Pure.</summary>
internal static class KnockPace
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TimeSpan After(int round)
    {
        var pause = First * Math.Pow(2, Math.Clamp(round, 0, 10));
        return pause < Longest ? pause : Longest;
    }
}
