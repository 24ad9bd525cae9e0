using System.Globalization;
using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>Evidence in words, with figures.</summary>
internal static class HealthWords
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    public static string Checks(int results, int threshold, string outcome, string detail) =>
        Cut($"{Math.Min(results, threshold)} of {threshold} check{(threshold == 1 ? "" : "s")} {outcome}: {detail}");

    public static string LeaseExpired(TimeSpan silence, TimeSpan ttl, bool grace) =>
        $"no renewal for {Seconds(silence)}, ttl {Span(ttl)}"
        + (grace ? $", {Span(ttl)} of grace after a pause of this node included" : "");

    /// <summary>The output of a named check whose client fell silent. Clients look at how it begins.</summary>
    public static string Expired(Evidence evidence, CheckReport? last) =>
        $"TTL expired: {evidence.Detail}" + (last is { Output.Length: > 0 } ? $"; last output before: {last.Output}" : "");

    public static string Lapsed(TimeSpan critical, TimeSpan deregisterAfter) =>
        $"critical for {Seconds(critical)}, deregister time {Span(deregisterAfter)}";

    public static string Reported(InstanceStatus status, string note) =>
        Cut(note.Length == 0 ? $"reported {Name(status)}" : $"reported {Name(status)}: {note}");

    /// <summary>One line of at most <see cref="Evidence.DetailLength"/> characters.</summary>
    public static string Cut(string text)
    {
        var line = text.AsSpan().ContainsAnyInRange('\0', '\x1f') ? OneLine(text) : text;
        if (line.Length <= Evidence.DetailLength)
            return line;
        var end = Evidence.DetailLength - 3;
        // A surrogate pair must not be cut.
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "...";
    }

    private static string OneLine(string text) =>
        string.Create(text.Length, text, static (line, from) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(from[i]) ? ' ' : from[i];
        });

    private static string Name(InstanceStatus status) => status switch
    {
        InstanceStatus.Starting => "starting",
        InstanceStatus.Passing => "passing",
        InstanceStatus.Warning => "warning",
        InstanceStatus.Critical => "critical",
        _ => "draining",
    };

    private static string Seconds(TimeSpan span) => span < Tenth
        ? $"{span.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture)} ms"
        : $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";

    // Evidence is prose: "10 s" where configuration has "10s".
    private static string Span(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2) ? Seconds(span) : DurationText.Format(span);
}
