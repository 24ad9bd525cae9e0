namespace Mesh.KeyValues;

/// <summary>What follows from the answer of a lease's owner.</summary>
internal abstract record LeaseResult
{
    private LeaseResult()
    {
    }

    /// <summary>Whoever asked is told.</summary>
    public sealed record Told(Requester To, KeyValueProtocol.IReply Reply) : LeaseResult;

    /// <summary>The lease is there: the batch that names it can be decided.</summary>
    public sealed record Known(KeyValueInput.Apply Batch, long Lease) : LeaseResult;
}
