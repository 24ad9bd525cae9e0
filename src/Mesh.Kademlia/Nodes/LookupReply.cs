namespace Mesh.Kademlia.Nodes;

/// <summary>The answer of one peer to a lookup, while further pages or signatures are waited for.</summary>
internal sealed class LookupReply(Contact peer, int number)
{
    public Contact Peer { get; } = peer;

    public int Number { get; } = number;

    public List<Contact> Contacts { get; } = [];

    public int From { get; set; }

    public int Pages { get; set; }

    public bool IsComplete { get; set; }

    public int Unchecked { get; set; }

    public bool HadValue { get; set; }

    public bool IsForged { get; set; }
}
