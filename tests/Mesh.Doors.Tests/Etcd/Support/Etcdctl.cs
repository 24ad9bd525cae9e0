using System.Text.RegularExpressions;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>Runs etcdctl and takes out of its output what two servers cannot have in common.</summary>
internal static partial class Etcdctl
{
    public static readonly IReadOnlyDictionary<string, string> Environment =
        new Dictionary<string, string> { ["ETCDCTL_API"] = "3" };

    public static Task<ClientRun> RunAsync(string endpoint, params IEnumerable<string> arguments) =>
        ClientRun.Async("etcdctl", ["--endpoints", endpoint, "--dial-timeout", "10s", .. arguments], environment: Environment);

    /// <summary>Runs a script, a command a line, and returns the commands with what each answered.</summary>
    public static async Task<string> ScriptAsync(string endpoint, IEnumerable<string> lines)
    {
        var lease = "";
        var all = new List<string>();
        foreach (var line in lines)
        {
            var run = await RunAsync(endpoint, Split(line.Replace("$LEASE", lease, StringComparison.Ordinal)));
            if (Lease().Match(run.Output) is { Success: true } granted && line.StartsWith("lease grant", StringComparison.Ordinal))
                lease = granted.Groups[1].Value;
            all.Add($"> {line}\n{Clean(run.Output)}{Error(run.Errors)}[{run.Exit}]");
        }

        return string.Join('\n', all);
    }

    private static string[] Split(string line) =>
        [.. Word().Matches(line).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)];

    /// <summary>Revisions, ids and seconds left differ; how they look does not. A real etcd lists a lease's keys in any order.</summary>
    private static string Clean(string output) => Attached().Replace(
        Id().Replace(Numbers().Replace(Remaining().Replace(output, "remaining(Ns)"), "\"$1\":N"), "ID"),
        m => $"[{string.Join(' ', m.Value.Trim('[', ']').Split(' ').Order(StringComparer.Ordinal))}]");

    /// <summary>The last line is the error; those before it are the client's log.</summary>
    private static string Error(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last + "\n" : "";

    [GeneratedRegex("'([^']*)'|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("lease ([0-9a-f]+) granted")]
    private static partial Regex Lease();

    [GeneratedRegex("(?<=attached keys\\()\\[.*\\]")]
    private static partial Regex Attached();

    [GeneratedRegex("remaining\\(\\d+s\\)")]
    private static partial Regex Remaining();

    [GeneratedRegex("\"(cluster_id|member_id|revision|raft_term|create_revision|mod_revision|lease|ID)\":\\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex("(?<=lease )[0-9a-f]+(?= )|^[0-9a-f]{10,}$", RegexOptions.Multiline)]
    private static partial Regex Id();
}
