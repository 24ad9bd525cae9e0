namespace Mesh.Client.Registration;

/// <summary>Shares the time that the host gives its shutdown between draining, the server's last calls and leaving.</summary>
internal static class ShutdownBudget
{
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for others to drop the instances: at most half of the time, grace included.</summary>
    public static TimeSpan Drain(TimeSpan total, TimeSpan asked, TimeSpan grace) => Least(asked, (total / 2) - Grace(total, grace));

    /// <summary>How long to go on serving what was already on its way.</summary>
    public static TimeSpan Grace(TimeSpan total, TimeSpan asked) => Least(asked, total / 4);

    /// <summary>How long leaving the mesh in order may take: it takes little more than a second as a rule.</summary>
    public static TimeSpan Leave(TimeSpan total) => Least(LongestLeave, total / 4);

    private static TimeSpan Least(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
