using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Mesh.Node.Tests.Support;

namespace Mesh.Node.Tests.Http;

/// <summary>
/// A conversation in a file: "> METHOD target", the body, "&lt; status type", the answer. Requests are sent in order
/// to one node; the answers must be equal byte for byte. With MESH_RECORD=1 the file is written anew, to be reviewed
/// as a diff.
/// </summary>
public static class Recording
{
    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder(), "*.txt")
        .Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    public static async Task<(string Expected, string Actual)> ReplayAsync(string name, TestNode node)
    {
        var path = Path.Combine(Folder(), name + ".txt");
        var expected = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        var actual = new StringBuilder();
        foreach (var (head, body) in Requests(expected))
            await ExchangeAsync(node, head, body, actual);
        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
            await File.WriteAllTextAsync(path, actual.ToString());
        return (expected, actual.ToString());
    }

    private static async Task ExchangeAsync(TestNode node, string head, string body, StringBuilder actual)
    {
        var parts = head.Split(' ', 2);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8);
        using var response = await node.Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        actual.Append(CultureInfo.InvariantCulture, $"> {head}\n");
        if (body.Length > 0)
            actual.Append(body).Append('\n');
        actual.Append(
            CultureInfo.InvariantCulture, $"< {(int)response.StatusCode} {response.Content.Headers.ContentType}\n");
        actual.Append(answer).Append("\n\n");
    }

    private static IEnumerable<(string Head, string Body)> Requests(string text)
    {
        string? head = null;
        var body = new List<string>();
        var inRequest = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                if (head is not null && inRequest)
                    yield return (head, string.Join('\n', body));
                (head, inRequest) = (line[2..], true);
                body.Clear();
            }
            else if (line.StartsWith("< ", StringComparison.Ordinal))
            {
                yield return (head!, string.Join('\n', body));
                inRequest = false;
            }
            else if (inRequest && line.Length > 0)
            {
                body.Add(line);
            }
        }

        if (inRequest)
            yield return (head!, string.Join('\n', body));
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "Recordings");
}
