using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Mesh.Threads;

namespace Mesh.Links;

/// <summary>One TCP connection, encrypted or not: bytes both ways, and the hello that stands before all others.</summary>
internal sealed class LinkChannel : IAsyncDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly Socket _socket;

    private LinkChannel(Socket socket, Stream stream)
    {
        _socket = socket;
        Stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadSize, leaveOpen: true));
        Peer = socket.RemoteEndPoint;
    }

    public Stream Stream { get; }

    public PipeReader Input { get; }

    public EndPoint? Peer { get; }

    /// <summary>The one who was called: takes what a caller's connection needs before the hello.</summary>
    public static async Task<LinkChannel> AnswerAsync(LinkStream plain, LinkTls? tls, CancellationToken cancellation) =>
        new(plain.Socket, tls is null ? plain : await tls.AnswerAsync(plain, cancellation));

    /// <param name="anyName">See <see cref="LinkTls.CallAsync"/>.</param>
    public static async Task<LinkChannel> CallAsync(
        Socket socket, LinkTls? tls, string host, bool anyName, CancellationToken cancellation)
    {
        var plain = new LinkStream(socket, SparePool.Shared);
        return new LinkChannel(socket, tls is null ? plain : await tls.CallAsync(plain, host, anyName, cancellation));
    }

    /// <summary>What the other end has shown; null: there is no TLS.</summary>
    public X509Certificate2? Certificate => (Stream as SslStream)?.RemoteCertificate as X509Certificate2;

    /// <summary>Is the other end's certificate for this host? True when there are none.</summary>
    public bool IsCertified(string host) => Stream is not SslStream || Certificate?.MatchesHostname(host) is true;

    public ValueTask SayAsync(byte[] hello, CancellationToken cancellation) => Stream.WriteAsync(hello, cancellation);

    /// <param name="answers">Does the other end answer, or call?</param>
    /// <exception cref="LinkException">What comes is no hello.</exception>
    public async Task<LinkHello> HearAsync(bool answers, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await Input.ReadAsync(cancellation);
            var come = result.Buffer;
            if (LinkFrames.TryTakeHello(ref come, answers ? LinkFrames.AnswerMark : LinkFrames.CallerMark, out var hello))
            {
                // The rest is for whoever reads next: it is not examined.
                Input.AdvanceTo(come.Start);
                return LinkHelloCodec.Read(hello);
            }

            if (result.IsCompleted)
                throw new LinkException("it closed the connection before it said who it is");
            Input.AdvanceTo(come.Start, come.End);
        }
    }

    public void Abort() => _socket.Dispose();

    /// <summary>Nothing more is sent; what the other end still sends can be read.</summary>
    public async Task EndSendingAsync()
    {
        if (Stream is SslStream secured)
            await secured.ShutdownAsync();
        _socket.Shutdown(SocketShutdown.Send);
    }

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await Stream.DisposeAsync();
    }
}
