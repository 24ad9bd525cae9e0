using System.Diagnostics;
using Akka.Actor;

namespace Mesh.Trials.Transport;

/// <summary>Sends messages to an echo, so many at a time, until enough have come back; answers each order with a TransportRun.</summary>
internal sealed class TransportCaller : ReceiveActor
{
    private readonly List<long> _begun = [];
    private readonly List<TimeSpan> _times = [];
    private IActorRef _waits = ActorRefs.Nobody;
    private Order _order = new(0, 0, 0);
    private byte[] _message = [];
    private int _sent;
    private int _back;
    private long _start;

    public TransportCaller(IActorRef echo)
    {
        Receive<Order>(order =>
        {
            (_waits, _order, _message, _sent, _back) = (Sender, order, new byte[order.Bytes], 0, 0);
            _begun.Clear();
            _times.Clear();
            _start = Stopwatch.GetTimestamp();
            while (_sent < Math.Min(order.Window, order.Messages))
                Send(echo);
        });
        Receive<byte[]>(_ =>
        {
            // Remoting keeps the order: this answers the one that has waited longest.
            _times.Add(Stopwatch.GetElapsedTime(_begun[_back++]));
            if (_sent < _order.Messages)
                Send(echo);
            else if (_back == _order.Messages)
                _waits.Tell(new TransportRun(Stopwatch.GetElapsedTime(_start), [.. _times]));
        });
    }

    private void Send(IActorRef echo)
    {
        _sent++;
        _begun.Add(Stopwatch.GetTimestamp());
        echo.Tell(_message, Self);
    }

    /// <param name="Window">How many may be under way at a time.</param>
    internal sealed record Order(int Messages, int Window, int Bytes);
}
