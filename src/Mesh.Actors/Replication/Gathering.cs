namespace Mesh.Replication;

/// <summary>When writes wait for those before them to be confirmed: each message has a price, whatever it carries. Pure.</summary>
internal static class Gathering
{
    /// <summary>So many messages are on their way at once; what is written meanwhile goes together, in the next.</summary>
    private const int Together = 2;

    /// <summary>But not later than this: a member that is slow holds up nobody else.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    /// <param name="open">Messages that are on their way.</param>
    /// <param name="since">When the first of them left.</param>
    /// <returns>Until when writes wait; null: they do not.</returns>
    public static TimeSpan? Until(int open, TimeSpan since, TimeSpan now) =>
        open >= Together && now < since + Longest ? since + Longest : null;
}
