namespace Mesh.Kademlia.Records;

/// <summary>Signs what a mesh says.</summary>
public interface IRecordSigner
{
    /// <summary>Of the mesh; its SHA-256 is the mesh id.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>A record with the signer's mesh id, key and signature.</summary>
    /// <param name="payload">Empty for a tombstone.</param>
    /// <param name="notAfter">Unix milliseconds.</param>
    KadRecord Sign(in NodeId key, ulong sequence, long notAfter, ReadOnlyMemory<byte> payload);
}
