using Mesh.Kademlia;

namespace Mesh.Federation.Transport;

/// <content>What connections bring: calls of other gateways, and the answers to our own.</content>
internal sealed partial class KadGate
{
    private const int MaxAnswers = Mesh.Kademlia.Wire.KadLimits.Parts;

    /// <summary>A call of another gateway; its answers come back by the call.</summary>
    /// <param name="peer">The far end of the connection: the host is proven, and the port is nobody's address.</param>
    /// <param name="certified">Whose certificate the connection was made with; null: with none.</param>
    public Task<CallReply> ReceiveCallAsync(KadAddress peer, NodeId? certified, ReadOnlyMemory<byte> datagram)
    {
        CallAnswers answers;
        lock (_turn)
        {
            if (_isClosed)
                return Failed(CallFault.Unavailable, "the gateway stops");
            if (!HasRoom(peer))
                return Failed(CallFault.Limited, "more than this gateway takes");
            if (Admit(peer, peer, datagram.Span, out var fault) is not { } arrival)
                return Failed(fault, fault is CallFault.Malformed ? "no datagram of the overlay" : "the sender is not believed");
            if (!IsQuestion(arrival.Message) || arrival.Message.Port == 0)
            {
                Counters.OnMalformed();
                return Failed(CallFault.Malformed, "a call brings a question that names the asker's port");
            }

            if (certified is { } owner && owner != arrival.Message.Sender)
            {
                Counters.OnRefused();
                return Failed(CallFault.Refused, "the sender is not the one whose certificate opened the connection");
            }

            answers = new CallAnswers();
            HandOn(arrival with
            {
                // The host is what the connection shows, the port what the sender signed: the address that its datagrams
                // come from, for which tokens are good whatever carried them.
                From = peer with { Port = arrival.Message.Port },
                // Over a connection the answer goes to who asked, whatever the address: it cannot be made an amplifier.
                Bytes = KadSizes.MaxDatagram,
                By = Carrier.Grpc,
                Answers = answers,
            });
        }

        return answers.Whole;
    }

    /// <summary>What came back from a call of ours: only answers, sealed like datagrams.</summary>
    public IReadOnlyList<GateArrival> OpenAnswers(KadAddress asked, CallReply reply)
    {
        if (reply is not CallReply.Answered answered)
            return [];
        var arrivals = new List<GateArrival>();
        lock (_turn)
        {
            foreach (var datagram in answered.Datagrams.Take(MaxAnswers))
            {
                if (!_isClosed && Admit(asked, asked, datagram.Span, out _) is { IsKnown: true } arrival && !IsQuestion(arrival.Message))
                    arrivals.Add(arrival with { By = Carrier.Grpc });
            }
        }

        return arrivals;
    }

    private static Task<CallReply> Failed(CallFault fault, string reason) =>
        Task.FromResult<CallReply>(new CallReply.Failed(fault, reason));
}
