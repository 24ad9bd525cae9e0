using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mesh.Palette.Api;

namespace Mesh.Node.Http;

/// <summary>
/// Writes events until the caller goes or the node stops or leaves. The id of each is its revision, from which a caller can
/// always resume: the client sees to it that no change of the same revision is skipped.
/// </summary>
internal sealed class WatchStream(HttpResponse response, TimeProvider time)
{
    public const string ContentType = "text/event-stream";

    /// <summary>A comment is sent after so much silence, so that proxies and callers know the stream lives.</summary>
    public static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(10);

    public async Task WriteAsync(IAsyncEnumerable<WatchEvent> events, CancellationToken cancellation)
    {
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        Append(": watching\n\n"u8);
        await using var source = events.GetAsyncEnumerator(cancellation);
        try
        {
            await PumpAsync(source, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The caller went, or the node no longer answers: the stream just ends.
        }
    }

    private async Task PumpAsync(IAsyncEnumerator<WatchEvent> source, CancellationToken cancellation)
    {
        while (true)
        {
            var next = source.MoveNextAsync();
            // What is there already goes out in one piece.
            if (!next.IsCompleted)
                await response.BodyWriter.FlushAsync(cancellation);
            if (!await WaitAsync(next.AsTask(), cancellation))
                break;
            Write(source.Current);
        }

        await response.BodyWriter.FlushAsync(cancellation);
    }

    private async Task<bool> WaitAsync(Task<bool> next, CancellationToken cancellation)
    {
        while (!next.IsCompleted)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (await Task.WhenAny(next, Task.Delay(BeatInterval, time, pause.Token)) == next)
            {
                await pause.CancelAsync();
                break;
            }

            cancellation.ThrowIfCancellationRequested();
            Append(": beat\n\n"u8);
            await response.BodyWriter.FlushAsync(cancellation);
        }

        return await next;
    }

    private void Write(WatchEvent item)
    {
        Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {item.Revision}\ndata: ")));
        Append(JsonSerializer.SerializeToUtf8Bytes(item, ApiJson.Wire.WatchEvent));
        Append("\n\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes) => response.BodyWriter.Write(bytes);
}
