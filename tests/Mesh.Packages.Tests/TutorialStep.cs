namespace Mesh.Packages.Tests;

/// <param name="Kind">One of the constants.</param>
/// <param name="Text">Commands, or what is expected.</param>
internal sealed record TutorialStep(string Kind, string Text)
{
    /// <summary>Commands that end.</summary>
    public const string Run = "run";

    /// <summary>A command that is left running.</summary>
    public const string Terminal = "terminal";

    /// <summary>What the commands before have printed.</summary>
    public const string Expect = "expect";

    /// <summary>The number of a terminal in which Ctrl+C is pressed and the line started again.</summary>
    public const string Restart = "restart";

    /// <summary>The number of a terminal, and what it must not have printed.</summary>
    public const string Never = "never";
}
