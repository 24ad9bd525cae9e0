namespace Mesh.Kademlia.Routing;

/// <summary>How a peer was heard of.</summary>
internal enum ContactEvidence
{
    /// <summary>It asked something; whether it can be reached is not known.</summary>
    Request,

    /// <summary>It answered a request of ours, or echoed a token that only its address received.</summary>
    Answer,
}
