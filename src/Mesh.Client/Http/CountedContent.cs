using System.Net;
using Mesh.Selection;

namespace Mesh.Client.Http;

/// <summary>The body of a response: the call counts as outstanding until it was read, or nobody wants it any more.</summary>
internal sealed class CountedContent : HttpContent
{
    private readonly HttpContent _inner;
    private EndpointLoad? _load;

    /// <param name="load">Begun already; ended here.</param>
    public CountedContent(HttpContent inner, EndpointLoad load)
    {
        _inner = inner;
        _load = load;
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    // Of a response that its caller forgot.
    ~CountedContent() => End();

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            _inner.CopyTo(stream, context, cancellationToken);
        }
        finally
        {
            End();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            await _inner.CopyToAsync(stream, context, cancellationToken);
        }
        finally
        {
            End();
        }
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new CountedStream(_inner.ReadAsStream(cancellationToken), End);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new CountedStream(await _inner.ReadAsStreamAsync(cancellationToken), End);

    /// <summary>Known when it is among the headers.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void End() => Interlocked.Exchange(ref _load, null)?.End();
}
