using Akka.Actor;

namespace Mesh.Membership;

/// <summary>Finds the membership actors of other nodes.</summary>
internal interface IPeerPaths
{
    /// <param name="address">"host:port".</param>
    ICanTell MembershipAt(string address);

    /// <summary>Closes the link that was opened to an address; the next message opens a new one.</summary>
    void Release(string address);
}
