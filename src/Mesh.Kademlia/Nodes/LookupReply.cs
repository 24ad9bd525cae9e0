namespace Mesh.Kademlia.Nodes;

/// <summary>The answer of one peer to a lookup, while further pages or signatures are waited for.</summary>
internal sealed class LookupReply(Contact peer, int number)
{
    private int _pages;

    public Contact Peer { get; } = peer;

    public int Number { get; } = number;

    public List<Contact> Contacts { get; } = [];

    /// <summary>Where the next page begins.</summary>
    public int From { get; private set; }

    /// <summary>No further page is to come.</summary>
    public bool IsComplete { get; private set; }

    public int Unchecked { get; set; }

    public bool HadValue { get; set; }

    public bool IsForged { get; set; }

    /// <summary>Takes up one page; true when it was the last.</summary>
    /// <param name="next">Where the peer says that its next page begins.</param>
    public bool Add(IEnumerable<Contact> contacts, int next, int maxPages)
    {
        Contacts.AddRange(contacts);
        IsComplete = next <= From || ++_pages >= maxPages;
        if (!IsComplete)
            From = next;
        return IsComplete;
    }
}
