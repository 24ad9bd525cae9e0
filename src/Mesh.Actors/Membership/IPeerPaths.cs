using Akka.Actor;

namespace Mesh.Membership;

/// <summary>Finds the membership actors of other nodes.</summary>
internal interface IPeerPaths
{
    /// <param name="address">"host:port".</param>
    ICanTell MembershipAt(string address);
}
