using System.Buffers;
using System.Text;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace Mesh.Node.Etcd.Listening;

/// <summary>
/// Answers GET of /health and /version over HTTP/1 at the port of gRPC, as load balancers ask them of etcd; all else goes on as it came. The
/// server itself speaks one of the two versions at a port without TLS.
/// </summary>
internal sealed class BalancerPages(JsonPages pages, SiteRule sites, TimeProvider time)
{
    private const int MostHead = 8 * 1024;

    // As long as the server itself waits for the head of a request.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly string[] Starts = [.. JsonPages.Paths.SelectMany(p => new[] { $"GET {p}", $"HEAD {p}" })];

    public void AnswerAt(ListenOptions listen) => listen.Use(next => async connection =>
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        string? head;
        try
        {
            head = await HeadAsync(connection, either.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            connection.Abort();
            return;
        }

        if (head is null)
            await next(connection);
        else
            await AnswerAsync(connection, head);
    });

    /// <summary>The head of a request for one of the pages; null: it is another one, and nothing of it is taken.</summary>
    private static async Task<string?> HeadAsync(ConnectionContext connection, CancellationToken cancellation)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var come = result.Buffer;
            var text = Encoding.Latin1.GetString(come.Slice(0, Math.Min(come.Length, MostHead)).ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var isOurs = IsOurs(text);
            if (isOurs is true && end >= 0)
            {
                input.AdvanceTo(come.GetPosition(end + 4));
                return text[..end];
            }

            if (isOurs is false || result.IsCompleted || come.Length >= MostHead)
            {
                input.AdvanceTo(come.Start);
                return null;
            }

            input.AdvanceTo(come.Start, come.End);
        }
    }

    /// <summary>Null: there is too little of it to say.</summary>
    private static bool? IsOurs(string text)
    {
        foreach (var start in Starts)
        {
            var isShort = text.Length <= start.Length;
            if (isShort && start.StartsWith(text, StringComparison.Ordinal))
                return null;
            if (!isShort && text.StartsWith(start, StringComparison.Ordinal) && text[start.Length] is ' ' or '?')
                return true;
        }

        return false;
    }

    private async Task AnswerAsync(ConnectionContext connection, string head)
    {
        var lines = head.Split("\r\n");
        var target = lines[0].Split(' ')[1].Split('?')[0];
        var host = lines.FirstOrDefault(l => l.StartsWith("host:", StringComparison.OrdinalIgnoreCase))?[5..].Trim() ?? "";
        var (body, status) = sites.AllowsHost(new HostString(host).Host) ? pages.Find(target)() : ("", StatusCodes.Status421MisdirectedRequest);
        var answer = $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        var isWhole = lines[0].StartsWith("GET", StringComparison.Ordinal);
        await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(isWhole ? answer + body : answer));
        await connection.Transport.Output.CompleteAsync();
        await connection.Transport.Input.CompleteAsync();
    }
}
