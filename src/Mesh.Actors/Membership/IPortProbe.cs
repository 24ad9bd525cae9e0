using Mesh.Membership.Liveness;

namespace Mesh.Membership;

/// <summary>Tries a node's remoting port.</summary>
internal interface IPortProbe
{
    /// <summary>Never fails.</summary>
    Task<PortState> TryAsync(string address);
}
