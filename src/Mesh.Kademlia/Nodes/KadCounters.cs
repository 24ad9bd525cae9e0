namespace Mesh.Kademlia.Nodes;

/// <summary>What a node has done since its start, for metrics.</summary>
public sealed class KadCounters
{
    /// <summary>Those that were sent once more counted twice.</summary>
    public long RequestsSent { get; internal set; }

    public long RequestsFailed { get; internal set; }

    public long RequestsAnswered { get; internal set; }

    /// <summary>Answers that nobody waits for: late, second, foreign or forged.</summary>
    public long AnswersDropped { get; internal set; }

    /// <summary>Publications and searches that went through the whole region of a key.</summary>
    public long RegionsSearched { get; internal set; }

    public long RecordsRefused { get; internal set; }

    public long RecordsHandedOver { get; internal set; }
}
