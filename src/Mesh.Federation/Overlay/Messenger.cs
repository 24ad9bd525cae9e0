using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <summary>
/// What the node says on its way to others, and theirs on the way to the node: questions by UDP, and by calls where UDP does
/// not get through; answers the way the question came.
/// </summary>
/// <param name="canCall">There is something that carries calls.</param>
/// <param name="call">Begins a call, whose end is told by <see cref="OnCalled"/>.</param>
internal sealed class Messenger(
    KadGate gate, CarrierTable carriers, TimeProvider time, bool canCall, Action<KadAddress, ReadOnlyMemory<byte>> call)
{
    /// <summary>Calls under way; a question beyond has to do with its datagram.</summary>
    private const int MaxCalls = 64;

    private readonly PeerTokens _tokens = new();
    private GateArrival? _arrival;
    private int _calls;

    /// <summary>When <see cref="CallDue"/> has something to do.</summary>
    public TimeSpan NextDue => carriers.NextDue;

    /// <summary>What carried the message that is handled now.</summary>
    public Carrier ArrivedBy => _arrival?.By ?? Carrier.Udp;

    private TimeSpan Now => Moment.Now(time).At;

    /// <summary>Lets the node hear what came, if it is for the node.</summary>
    public void Handle(GateArrival arrival, in NodeId self, Action<KadInput> step)
    {
        _arrival = arrival;
        if (!arrival.IsKnown)
            Answer(arrival.From, new KadProtocol.Stranger { RequestId = arrival.Message.RequestId, Sender = self });
        else if (!IsAnswer(arrival.Message))
            OnQuestion(arrival, step);
        else if (carriers.Take(arrival.Message.RequestId, arrival.From, arrival.By, Now))
            OnAnswer(arrival, step);
        _arrival = null;
    }

    public void Send(KadEffect.Send send)
    {
        if (IsAnswer(send.Message))
            Answer(send.To, send.Message);
        else
            Ask(send);
    }

    /// <summary>Calls for the questions that no datagram was answered to.</summary>
    public void CallDue()
    {
        foreach (var (to, datagram) in carriers.Due(Now))
            Call(to, datagram);
    }

    /// <summary>A call has ended.</summary>
    /// <param name="isAnswered">It brought something that can be believed.</param>
    public void OnCalled(in KadAddress to, bool isAnswered)
    {
        _calls--;
        if (isAnswered)
            carriers.CallAnswered(to, Now);
        else
            carriers.CallFailed(to, Now);
    }

    public void CountCarriers() => gate.Counters.OnCarriers(carriers.Called);

    private void OnQuestion(GateArrival arrival, Action<KadInput> step)
    {
        var isCall = arrival.By is Carrier.Grpc;
        if (isCall)
            carriers.CalledUs(arrival.From, Now);
        var bytes = IsIntroduction(arrival) ? Math.Min(arrival.Bytes, gate.StrangerBytes) : arrival.Bytes;
        step(new KadInput.Received(arrival.From, arrival.Message, bytes, isCall));
    }

    private void OnAnswer(GateArrival arrival, Action<KadInput> step)
    {
        gate.Counters.OnAnswered(arrival.By);
        if (arrival.Message is KadProtocol.Stranger)
        {
            _tokens.Forget(arrival.From);
            return;
        }

        _tokens.Take(arrival.From, arrival.Message.Token, Now);
        step(new KadInput.Received(arrival.From, arrival.Message, arrival.Bytes));
    }

    private void Ask(KadEffect.Send send)
    {
        var now = Now;
        var message = send.Message with { Port = gate.Local.Port };
        if (message.Token == 0 && _tokens.Of(send.To, now) is var token and not 0)
            message = message with { Token = token };
        // Whoever gave us a token has seen our credential.
        var isStranger = message.Token == 0;
        var datagram = gate.Seal(message, isStranger ? send.PadTo : 0, introduce: isStranger);
        var plan = canCall
            ? carriers.Ask(message.RequestId, send.To, datagram, now)
            : new CarrierPlan(HasDatagram: true, CallAfter: null);
        if (plan.HasDatagram)
        {
            gate.Counters.OnAsked(Carrier.Udp);
            gate.Send(send.To, datagram);
        }

        if (plan.CallAfter == TimeSpan.Zero)
            Call(send.To, datagram);
    }

    private void Call(KadAddress to, ReadOnlyMemory<byte> datagram)
    {
        if (_calls >= MaxCalls || !canCall)
            return;
        _calls++;
        gate.Counters.OnAsked(Carrier.Grpc);
        call(to, datagram);
    }

    private void Answer(in KadAddress to, KadMessage message)
    {
        var datagram = gate.Seal(message, 0, introduce: _arrival is { IsKnown: true } asked && IsIntroduction(asked));
        if (_arrival is { Answers: { } answers } call && call.From == to && call.Message.RequestId == message.RequestId)
            answers.Add(datagram);
        else
            gate.Send(to, datagram);
    }

    /// <summary>Who has a token has seen our credential, and an answer of full length has no room for it.</summary>
    private static bool IsIntroduction(GateArrival question) => question is { ShowedCredential: true, Message.Token: 0 };

    private static bool IsAnswer(KadMessage message) =>
        message is KadProtocol.Pong or KadProtocol.Nodes or KadProtocol.Values or KadProtocol.Stored or KadProtocol.Stranger;
}
