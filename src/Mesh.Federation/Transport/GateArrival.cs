using Akka.Actor;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;

namespace Mesh.Federation.Transport;

/// <summary>A datagram that is in form, within the limits, and sealed by whom it names as sender.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="IsKnown">False: the sender did not show a credential and is not known; all there is to do is ask for it.</param>
/// <param name="ShowedCredential">Then the answer shows ours.</param>
/// <param name="By">What carried it.</param>
/// <param name="Answers">Of a call of another gateway: where its answers go; null: they go by UDP, or it is an answer itself.</param>
internal sealed record GateArrival(
    KadAddress From,
    KadMessage Message,
    int Bytes,
    bool IsKnown,
    bool ShowedCredential,
    Carrier By = Carrier.Udp,
    CallAnswers? Answers = null) : INoSerializationVerificationNeeded;
