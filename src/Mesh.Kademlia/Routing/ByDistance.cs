namespace Mesh.Kademlia.Routing;

/// <summary>Keeps contacts sorted by their distance from a target.</summary>
internal static class ByDistance
{
    /// <summary>
    /// Puts a contact in its place among those from <paramref name="start"/> on; of more than fit the farthest falls
    /// out. Answers how many there are now.
    /// </summary>
    public static int Insert(Span<Contact> into, int start, int count, Contact contact, in NodeId target)
    {
        var distance = contact.Id ^ target;
        var isFull = count == into.Length;
        if (isFull && (start == count || distance >= (into[count - 1].Id ^ target)))
            return count;
        var at = isFull ? count - 1 : count;
        for (; at > start && distance < (into[at - 1].Id ^ target); at--)
            into[at] = into[at - 1];
        into[at] = contact;
        return isFull ? count : count + 1;
    }
}
