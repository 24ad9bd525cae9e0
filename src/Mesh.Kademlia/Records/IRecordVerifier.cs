namespace Mesh.Kademlia.Records;

/// <summary>Says whether a record is what its mesh signed.</summary>
internal interface IRecordVerifier
{
    bool IsGood(KadRecord record);
}
