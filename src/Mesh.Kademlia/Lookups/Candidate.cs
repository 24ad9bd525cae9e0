namespace Mesh.Kademlia.Lookups;

/// <summary>A peer on the shortlist.</summary>
internal struct Candidate(NodeId distance, Contact contact, byte path, byte depth)
{
    public NodeId Distance = distance;
    public Contact Contact = contact;
    public CandidateState State;

    /// <summary>The only path that it is asked on.</summary>
    public byte Path = path;

    /// <summary>Referrals between the own table (0) and this peer.</summary>
    public byte Depth = depth;

    /// <summary>It answered with a record.</summary>
    public bool HadValue;
}
