using Akka.Actor;
using Akka.Event;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using Mesh.Kademlia.Nodes;

namespace Mesh.Federation.Overlay;

/// <content>Questions by UDP, and by calls where UDP does not get through.</content>
internal sealed partial class KademliaActor
{
    /// <summary>Calls under way; a question beyond has to do with its datagram.</summary>
    private const int MaxCalls = 64;

    private int _calls;

    private void Ask(KadEffect.Send send)
    {
        var now = Now.Monotonic;
        var message = send.Message with { Port = _gate!.Local.Port };
        if (message.Token == 0 && _tokens.Of(send.To, now) is var token and not 0)
            message = message with { Token = token };
        // Whoever gave us a token has seen our credential.
        var isStranger = message.Token == 0;
        var datagram = _gate.Seal(message, isStranger ? send.PadTo : 0, introduce: isStranger);
        var plan = _parts.Carrier is null
            ? new CarrierPlan(HasDatagram: true, CallAfter: null)
            : _carriers.Ask(message.RequestId, send.To, datagram, now);
        if (plan.HasDatagram)
        {
            _gate.Counters.OnAsked(Carrier.Udp);
            _gate.Send(send.To, datagram);
        }

        if (plan.CallAfter == TimeSpan.Zero)
            Call(send.To, datagram);
    }

    private void CallDue()
    {
        foreach (var (to, datagram) in _carriers.Due(Now.Monotonic))
            Call(to, datagram);
    }

    private void Call(KadAddress to, ReadOnlyMemory<byte> datagram)
    {
        if (_calls >= MaxCalls || _parts.Carrier is not { } carrier)
            return;
        _calls++;
        var gate = _gate!;
        gate.Counters.OnAsked(Carrier.Grpc);
        carrier.CallAsync(to, datagram, _stopped.Token).PipeTo(
            Self,
            Self,
            reply => new Called(to, gate.OpenAnswers(to, reply), reply),
            trouble => new Called(to, [], new CallReply.Failed(CallFault.Unavailable, trouble.Message)));
    }

    private void On(Called called)
    {
        _calls--;
        if (called.Arrivals.Count == 0)
        {
            _log.Debug("a call to {Gateway} brought no answer: {Reply}", called.To, called.Reply);
            _carriers.CallFailed(called.To, Now.Monotonic);
        }
        else
        {
            _carriers.CallAnswered(called.To, Now.Monotonic);
        }

        foreach (var arrival in called.Arrivals)
            On(arrival);
        _parts.Memory.Gate.OnCarriers(_carriers.Called);
    }

    private sealed record Called(KadAddress To, IReadOnlyList<GateArrival> Arrivals, CallReply Reply)
        : IDeadLetterSuppression, INoSerializationVerificationNeeded;
}
