namespace Mesh.Node.Bridge.Mirror;

/// <summary>How long to wait after so many failures in a row: 250 ms, doubled up to 15 s, without end.</summary>
internal static class RetryPace
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static TimeSpan After(int failures)
    {
        var wait = TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)));
        return wait < Longest ? wait : Longest;
    }
}
