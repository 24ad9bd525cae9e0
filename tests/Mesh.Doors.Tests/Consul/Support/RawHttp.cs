using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Consul.Support;

/// <summary>Requests byte by byte as given: no client mends them.</summary>
public static class RawHttp
{
    public static Task<(int Status, string Text)> GetAsync(string url, string target) =>
        // A request line is ASCII without blanks; the rest of the target is as it is.
        SendAsync(url, $"GET {Clean(target)} HTTP/1.1");

    public static async Task<(int Status, string Text)> SendAsync(string url, string line)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        using var client = new TcpClient();
        var address = new Uri(url);
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        await using var stream = client.GetStream();
        var request = Encoding.Latin1.GetBytes($"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(request, limit.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(limit.Token);
        return (text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture)
            : 0, text);
    }

    private static string Clean(string target) =>
        new([.. target.Select(c => c is > ' ' and < '\x7f' ? c : '_')]);
}
