namespace Mesh.Structure.Tests;

/// <summary>An assertion that lists all that is wrong, a line each: xunit's own cuts a list off.</summary>
internal static class Offenders
{
    public static void None(string rule, IEnumerable<string> offenders)
    {
        var lines = offenders.ToArray();

        Assert.True(lines.Length == 0, $"{rule}:\n  {string.Join("\n  ", lines)}");
    }
}
