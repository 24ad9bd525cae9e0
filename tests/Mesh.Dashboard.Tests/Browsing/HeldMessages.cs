using System.Text;
using Microsoft.Playwright;

namespace Mesh.Dashboard.Tests.Browsing;

/// <summary>Holds back what a node sends to a page and has these words in it, until it is let go: a slow connection on purpose.</summary>
internal sealed class HeldMessages(string words)
{
    private const byte HandshakeEnd = 0x1e;

    private readonly Lock _gate = new();
    private readonly Queue<(IWebSocketRoute Page, byte[] Message)> _held = new();
    private readonly byte[] _words = Encoding.UTF8.GetBytes(words);

    public int Count
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>For connections that the page opens from now on.</summary>
    public Task OnAsync(IPage page) => page.RouteWebSocketAsync("**/_blazor*", route =>
    {
        var server = route.ConnectToServer();
        server.OnMessage(frame => Pass(route, frame));
    });

    public void LetGo()
    {
        lock (_gate)
        {
            while (_held.TryDequeue(out var next))
                next.Page.Send(next.Message);
        }
    }

    private void Pass(IWebSocketRoute page, IWebSocketFrame frame)
    {
        if (frame.Binary is not { Length: > 0 } bytes)
        {
            page.Send(frame.Text!);
            return;
        }

        foreach (var message in Messages(bytes))
        {
            lock (_gate)
            {
                if (message.AsSpan().IndexOf(_words) >= 0)
                    _held.Enqueue((page, message));
                else
                    page.Send(message);
            }
        }
    }

    // The binary protocols of SignalR put the length before each message: seven bits a byte, the least first. Their handshake is JSON.
    private static IEnumerable<byte[]> Messages(byte[] frame)
    {
        if (frame is [(byte)'{', .., HandshakeEnd])
        {
            yield return frame;
            yield break;
        }

        for (var start = 0; start < frame.Length;)
        {
            var (length, shift, at) = (0, 0, start);
            do
            {
                length |= (frame[at] & 0x7f) << shift;
                shift += 7;
            }
            while ((frame[at++] & 0x80) != 0);
            yield return frame[start..(at + length)];
            start = at + length;
        }
    }
}
