using System.Net;
using System.Net.Sockets;
using Mesh.Threads;

namespace Mesh.Links;

/// <summary>
/// Takes connections: each has to say who it is within a time and a number of bytes, and is told who answers. Whatever goes
/// wrong with one ends that one.
/// </summary>
internal sealed class LinkListener(
    LinkSettings settings, LinkTls? tls, LinkFaultLog faults, LinkNeighbours neighbours, TimeProvider time, Func<LinkHello> self,
    Func<LinkChannel, LinkHello, Task> admitted) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly LinkCrowd _crowd = new(settings.MostOfOneNode, settings.MostOfOneHost);
    private readonly LinkAdmission _admission = new(settings.MostUnknown, settings.MostUnknownOfOneHost, neighbours.Has);
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<Socket> _sockets = [];

    /// <summary>Opens the sockets; nobody is answered before <see cref="Start"/>.</summary>
    /// <returns>The port.</returns>
    /// <exception cref="SocketException">It cannot listen.</exception>
    public async Task<int> OpenAsync()
    {
        _sockets = await LinkSockets.ListenAsync(settings.Bind, settings.Port, _stop.Token);
        return LinkSockets.PortOf(_sockets[0]);
    }

    public void Start()
    {
        foreach (var socket in _sockets)
            _ = AcceptAsync(socket);
    }

    public void Dispose()
    {
        _stop.Cancel();
        LinkSockets.Close(_sockets);
    }

    private async Task AcceptAsync(Socket listening)
    {
        using var spare = new LinkAcceptor(listening, SparePool.Shared, socket => _ = TakeAsync(socket));
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = TakeAsync(await listening.AcceptAsync(_stop.Token));
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // One that went before it was taken, or no file handles are left: others may end meanwhile.
                await Task.Delay(Pause, time);
            }
            catch (Exception fault) when (LinkFaults.IsOfConnection(fault))
            {
                return;
            }
        }
    }

    private async Task TakeAsync(Socket socket)
    {
        await SparePool.Shared.Switch();
        if (socket.RemoteEndPoint is not IPEndPoint from)
        {
            socket.Dispose();
            return;
        }

        if (!_admission.TryEnter(from.Address, out var place))
        {
            faults.Answering(from, "crowd", "too many of its connections have not said yet who they are");
            socket.Dispose();
            return;
        }

        try
        {
            await GreetAsync(socket, from);
        }
        finally
        {
            _admission.Leave(place);
        }
    }

    /// <summary>
    /// Akka's own transport takes the end of a connection for an answer: its system says in this node's place that nobody is there, and
    /// comes again at once. Nothing is read of it meanwhile.
    /// </summary>
    private async Task OutwaitAsync(CancellationToken limit) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, time, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task GreetAsync(Socket socket, IPEndPoint from)
    {
        using var limit = new CancellationTokenSource(settings.HelloLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        var (stage, isKept) = ("handshake", false);
        LinkChannel? channel = null;
        LinkStream? stream = null;
        try
        {
            socket.NoDelay = true;
            stream = new LinkStream(socket, SparePool.Shared);
            // Whoever only tries the port says nothing, and is no fault.
            if (!await stream.AnyAsync(either.Token))
                return;
            channel = await LinkChannel.AnswerAsync(stream, tls, either.Token);
            stage = "hello";
            isKept = await AnswerAsync(channel, from.Address, await channel.HearAsync(answers: false, either.Token), either.Token);
        }
        catch (LinkException fault)
        {
            faults.Answering(from, stage, fault.Message);
            if (fault.IsOfAkka)
                await OutwaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            faults.Answering(from, stage, $"it has not said who it is within {settings.HelloLimit.TotalSeconds} s");
        }
        catch (Exception fault) when (LinkFaults.IsOfConnection(fault))
        {
            // It went away.
        }
        finally
        {
            if (!isKept)
            {
                if (channel is not null)
                    await channel.DisposeAsync();
                if (stream is not null)
                    await stream.DisposeAsync();
                socket.Dispose();
            }
        }
    }

    /// <summary>True: the connection goes on.</summary>
    private async Task<bool> AnswerAsync(LinkChannel channel, IPAddress from, LinkHello caller, CancellationToken cancellation)
    {
        var mine = self();
        var refusal = LinkRules.AtAnswerer(mine, caller, channel.IsCertified);
        if (refusal is not null || caller.OnlyAsks)
        {
            await AnswerAsync(channel, mine, caller, refusal ?? "", cancellation);
            return false;
        }

        if (_crowd.Enter(from, caller.Node.Address) is { } crowd)
        {
            await AnswerAsync(channel, mine, caller, crowd, cancellation);
            return false;
        }

        var isAdmitted = false;
        try
        {
            await AnswerAsync(channel, mine, caller, "", cancellation);
            _ = LeaveAsync(admitted(channel, caller), from, caller.Node.Address);
            return isAdmitted = true;
        }
        finally
        {
            if (!isAdmitted)
                _crowd.Leave(from, caller.Node.Address);
        }
    }

    private async Task AnswerAsync(LinkChannel channel, LinkHello mine, LinkHello caller, string refusal, CancellationToken cancellation)
    {
        var answer = LinkHelloCodec.Write(mine with { Refusal = refusal });
        await channel.SayAsync(LinkFrames.Hello(LinkFrames.AnswerMark, answer), cancellation);
        if (refusal.Length > 0)
            faults.Refused(channel.Peer, caller.Node.Address, refusal);
    }

    private async Task LeaveAsync(Task over, IPAddress from, string node)
    {
        await over;
        _crowd.Leave(from, node);
    }
}
