namespace Mesh.Kademlia.Routing;

/// <summary>What one peer knows of the overlay, as lookups and answers see it.</summary>
internal interface IRoutingView
{
    /// <summary>
    /// Fills <paramref name="into"/> with the known contacts nearest to the target, nearest first, and answers how many
    /// there are.
    /// </summary>
    int Closest(in NodeId target, Span<Contact> into);
}
