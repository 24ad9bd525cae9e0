using System.Net.Sockets;

namespace Mesh.Links;

/// <summary>Opens connections: connects, shakes hands, says hello and hears the answer.</summary>
internal sealed class LinkCaller(LinkSettings settings, LinkTls? tls, TimeProvider time)
{
    /// <param name="hello">To be said first. Where it only asks, the host may be any name or number of the other end.</param>
    /// <returns>
    /// The connection, and what the other end says of itself; its certificate is for the host that was called, or for the one that
    /// it says where it is only asked. The caller judges it, and closes the connection.
    /// </returns>
    /// <exception cref="LinkException">There is no such connection, for the reason given.</exception>
    public async Task<(LinkChannel Channel, LinkHello Answer)> CallAsync(
        string host, int port, LinkHello hello, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(settings.ConnectLimit + settings.HelloLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var stage = "be connected";
        LinkChannel? channel = null;
        Socket? socket = null;
        try
        {
            socket = await ConnectAsync(host, port, either.Token);
            socket.NoDelay = true;
            stage = "shake hands";
            channel = await LinkChannel.CallAsync(socket, tls, host, anyName: hello.OnlyAsks, either.Token);
            stage = "say who it is";
            await channel.SayAsync(LinkFrames.Hello(LinkFrames.CallerMark, LinkHelloCodec.Write(hello)), either.Token);
            var answer = await channel.HearAsync(answers: true, either.Token);
            if (hello.OnlyAsks && LinkRules.Uncertified(answer, channel.IsCertified) is { } uncertified)
                throw new LinkException(uncertified);
            return (channel, answer);
        }
        catch (Exception fault) when (LinkFaults.IsOfConnection(fault))
        {
            socket?.Dispose();
            if (channel is not null)
                await channel.DisposeAsync();
            throw fault as LinkException
                ?? new LinkException(fault is OperationCanceledException ? $"it took too long to {stage}" : fault.Message, fault);
        }
    }

    private async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(settings.ConnectLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        return await LinkDialer.ConnectAsync(host, port, time, either.Token);
    }
}
