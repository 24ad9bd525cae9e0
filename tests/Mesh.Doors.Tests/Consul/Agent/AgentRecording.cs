using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>
/// A conversation in a file: "> METHOD target", the body, "&lt; status type", the answer. Requests are sent in order to
/// one node; what differs from run to run is put in angle brackets. With MESH_RECORD=1 the file is written anew, to be
/// reviewed as a diff.
/// </summary>
public static partial class AgentRecording
{
    private static string Folder => SourceTree.PathOf("tests", "Mesh.Doors.Tests", "Consul", "Agent", "Recordings");

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.txt")
        .Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    public static async Task<(string Expected, string Actual)> ReplayAsync(string name, AgentNode node)
    {
        var path = Path.Combine(Folder, name + ".txt");
        var expected = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        var actual = new StringBuilder();
        foreach (var (head, body) in Requests(expected))
        {
            var parts = head.Split(' ', 2);
            var reply = await node.SendAsync(parts[0], parts[1], body);
            actual.Append(CultureInfo.InvariantCulture, $"> {head}\n");
            if (body.Length > 0)
                actual.Append(body).Append('\n');
            actual.Append(CultureInfo.InvariantCulture, $"< {reply.Status} {reply.Headers.GetValueOrDefault("Content-Type")}\n");
            actual.Append(Steady(reply.Body, node)).Append("\n\n");
        }

        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
            await File.WriteAllTextAsync(path, actual.ToString());
        return (expected, actual.ToString());
    }

    private static string Steady(string body, AgentNode node)
    {
        var port = node.Process.Ports.Remoting.ToString(CultureInfo.InvariantCulture);
        var text = body.Replace($"127-0-0-1-{port}", "<node>", StringComparison.Ordinal)
            .Replace($"127.0.0.1:{port}", "<node>", StringComparison.Ordinal);
        text = Index().Replace(text, "$1<index>");
        text = Port().Replace(text, "$1<port>$2");
        text = Runtime().Replace(text, "$1<runtime>");
        text = Moment().Replace(text, "$1\"<moment>\"");
        return Uuid().Replace(text, "<uuid>");
    }

    private static IEnumerable<(string Head, string Body)> Requests(string text)
    {
        foreach (var exchange in ("\n" + text).Split("\n> ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = exchange.Split('\n');
            var body = lines.Skip(1).TakeWhile(l => !l.StartsWith("< ", StringComparison.Ordinal)).Where(l => l.Length > 0);
            yield return (lines[0], string.Join('\n', body));
        }
    }

    [GeneratedRegex("(\"(?:Create|Modify)Index\":)[0-9]+")]
    private static partial Regex Index();

    [GeneratedRegex("(\"Addr\":\"127.0.0.1\",\"Port\":)[0-9]+(,)")]
    private static partial Regex Port();

    [GeneratedRegex("(\"runtime\":)\\{[^}]*\\}")]
    private static partial Regex Runtime();

    [GeneratedRegex("(\"Timestamp\":)\"[^\"]*\"")]
    private static partial Regex Moment();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
