using Mesh.Catalog;

namespace Mesh.Dashboard.Models;

/// <summary>A word with its sign and tone.</summary>
internal sealed record Mark(string Text, string Sign, Tone Tone)
{
    private static readonly Mark Starting = new("starting", "…", Tone.Quiet);
    private static readonly Mark Passing = new("passing", "✓", Tone.Good);
    private static readonly Mark Warning = new("warning", "!", Tone.Notice);
    private static readonly Mark Critical = new("critical", "✕", Tone.Bad);
    private static readonly Mark Draining = new("draining", "↓", Tone.Quiet);
    private static readonly Mark Confirmed = new("confirmed", "✓", Tone.Good);
    private static readonly Mark Suspect = new("suspect", "?", Tone.Notice);
    private static readonly Mark Unreachable = new("unreachable", "✕", Tone.Bad);

    public static Mark Of(InstanceStatus status) => status switch
    {
        InstanceStatus.Passing => Passing,
        InstanceStatus.Warning => Warning,
        InstanceStatus.Critical => Critical,
        InstanceStatus.Draining => Draining,
        _ => Starting,
    };

    public static Mark Of(Standing standing) => standing switch
    {
        Standing.Confirmed => Confirmed,
        Standing.Suspect => Suspect,
        _ => Unreachable,
    };

    /// <summary>The class of the style sheet.</summary>
    public string Style => $"mark {Tone.ToString().ToLowerInvariant()}";
}
