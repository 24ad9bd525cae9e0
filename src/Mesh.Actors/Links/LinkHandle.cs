using System.Diagnostics;
using System.IO.Pipelines;
using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;
using Mesh.Threads;

namespace Mesh.Links;

/// <summary>
/// An association over one connection: messages of Akka's protocol, one after another. Those that are written while the
/// one before is sent go out together.
/// </summary>
internal sealed class LinkHandle : AssociationHandle, IDisposable
{
    private const int Segment = 32 * 1024;

    // What was written is sent for so long after the end, and what still comes is read, so that no reset takes it back.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    private readonly LinkChannel _channel;
    private readonly LinkHandleParts _parts;
    private readonly LinkVoice? _voice;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Pipe _out = new(new PipeOptions(
        readerScheduler: SparePipeScheduler.Shared,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        minimumSegmentSize: Segment,
        useSynchronizationContext: false));

    private long _waiting;
    private bool _isClosing;
    private ITimer? _farewell;

    /// <param name="voice">Null: there is no TLS, and whatever comes is taken.</param>
    public LinkHandle(LinkChannel channel, Address local, Address remote, LinkHandleParts parts, LinkVoice? voice = null)
        : base(local, remote)
    {
        _channel = channel;
        _voice = voice;
        _parts = parts;
        Ended = RunAsync();
    }

    public LinkChannel Channel => _channel;

    /// <summary>When the connection is closed; never fails.</summary>
    public Task Ended { get; }

    /// <remarks>
    /// False: nothing was taken, since more waits than may. One message is taken always, so that the longest one has its way.
    /// </remarks>
    public override bool Write(ByteString payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var length = payload.Length + LinkFrames.Header;
        lock (_lock)
        {
            var waiting = Interlocked.Read(ref _waiting);
            if (_isClosing || (waiting > 0 && waiting + length > _parts.MostWaiting))
                return false;
            Interlocked.Add(ref _waiting, length);
            LinkFrames.Put(_out.Writer, payload.Span);
            // Ends at once: the pipe has no bound of its own.
            var flushed = _out.Writer.FlushAsync();
            Debug.Assert(flushed.IsCompletedSuccessfully, "a pipe without a bound does not wait");
            return true;
        }
    }

    [Obsolete("Use the method that states reasons to make sure disassociation reasons are logged.")]
    public override void Disassociate() => Close();

    /// <summary>Sends what was written, then closes; what comes from now on is dropped. Can be called again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_isClosing)
                return;
            _isClosing = true;
            _out.Writer.Complete();
            _farewell = _parts.Time.CreateTimer(_ => _stop.Cancel(), null, Farewell, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends at once: nothing is sent or taken any more.</summary>
    public void Cut()
    {
        Close();
        _channel.Abort();
    }

    public void Dispose() => Close();

    private async Task RunAsync()
    {
        await SparePool.Shared.Switch();
        var sending = SendAsync();
        await ReceiveAsync();
        if (!_isClosing)
            await _stop.CancelAsync();
        Close();
        await sending;
        await _channel.DisposeAsync();
        await _out.Reader.CompleteAsync();
        if (_farewell is { } timer)
            await timer.DisposeAsync();
        _stop.Dispose();
        _parts.Ended(this);
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var result = await _out.Reader.ReadAsync(_stop.Token);
                foreach (var part in result.Buffer)
                    await _channel.Stream.WriteAsync(part, _stop.Token);
                Interlocked.Add(ref _waiting, -result.Buffer.Length);
                _out.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }

            await _channel.EndSendingAsync();
        }
        catch (Exception fault) when (LinkFaults.IsOfConnection(fault))
        {
            // Reading ends by itself, and tells Akka.
            await _stop.CancelAsync();
        }
    }

    private async Task ReceiveAsync()
    {
        IHandleEventListener? listener = null;
        try
        {
            listener = await ReadHandlerSource.Task.WaitAsync(_stop.Token);
            await ReadAsync(listener);
        }
        catch (LinkException fault)
        {
            _parts.Faults.Answering(_channel.Peer, "messages", fault.Message);
        }
        catch (Exception fault) when (LinkFaults.IsOfConnection(fault))
        {
            // The other end is gone, or this one does not want any more.
        }

        listener?.Notify(new Disassociated(DisassociateInfo.Unknown));
    }

    private async Task ReadAsync(IHandleEventListener listener)
    {
        while (true)
        {
            var result = await _channel.Input.ReadAsync(_stop.Token);
            var come = result.Buffer;
            while (LinkFrames.TryTake(ref come, _parts.LongestMessage, out var message))
            {
                if (message.Length > 0 && !_isClosing && Admits(message))
                    listener.Notify(new InboundPayload(UnsafeByteOperations.UnsafeWrap(message)));
            }

            _channel.Input.AdvanceTo(come.Start, come.End);
            if (result.IsCompleted)
                return;
        }
    }

    private bool Admits(ReadOnlySpan<byte> message)
    {
        if (_voice is null || _voice.Admits(message))
            return true;
        _parts.Faults.Answering(_channel.Peer, "names", "a message in the name of another node than the one at the other end");
        return false;
    }
}
