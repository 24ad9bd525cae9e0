namespace Mesh.Kademlia.Records;

/// <summary>
/// The records that a reader has collected: for each mesh the one with the highest sequence number. The order in which
/// answers come does not matter; should a mesh have signed two contents under one number, the greater bytes count.
/// </summary>
internal sealed class RecordMerge
{
    private readonly Dictionary<NodeId, KadRecord> _byMesh = [];

    /// <summary>Records of meshes that have not withdrawn them, by mesh.</summary>
    public IReadOnlyList<KadRecord> Found => [.. _byMesh.Values.Where(r => !r.IsTombstone).OrderBy(r => r.MeshId)];

    public bool IsEmpty => _byMesh.Count == 0;

    /// <summary>Takes a record whose signature was found good, unless it has expired.</summary>
    public bool Add(KadRecord record, in Moment now)
    {
        if (record.NotAfter <= now.Wall.ToUnixTimeMilliseconds())
            return false;
        if (_byMesh.TryGetValue(record.MeshId, out var held) && !IsNewer(record, held))
            return false;
        _byMesh[record.MeshId] = record;
        return true;
    }

    /// <summary>Exactly this record, or what outranks it, was taken before: no need to check it again.</summary>
    public bool Knows(KadRecord record) =>
        _byMesh.TryGetValue(record.MeshId, out var held) && !IsNewer(record, held);

    private static bool IsNewer(KadRecord record, KadRecord held)
    {
        if (record.Sequence != held.Sequence)
            return record.Sequence > held.Sequence;
        if (record.NotAfter != held.NotAfter)
            return record.NotAfter > held.NotAfter;
        return record.Payload.Span.SequenceCompareTo(held.Payload.Span) > 0;
    }
}
