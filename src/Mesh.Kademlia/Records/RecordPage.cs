namespace Mesh.Kademlia.Records;

/// <summary>A part of the records under a key.</summary>
/// <param name="Next">Where the next part begins; 0: this was the last.</param>
/// <param name="IsCrowded">The key is nearly full: more may be under its shards.</param>
internal readonly record struct RecordPage(IReadOnlyList<KadRecord> Records, int Next, bool IsCrowded)
{
    public static RecordPage Empty { get; } = new([], 0, false);
}
