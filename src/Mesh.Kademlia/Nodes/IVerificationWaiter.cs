using Mesh.Kademlia.Records;

namespace Mesh.Kademlia.Nodes;

/// <summary>Waits to hear whether a record's signature is good.</summary>
internal interface IVerificationWaiter
{
    void OnVerified(KadRecord record, int place, bool isGood, in Moment now);
}
