using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>
/// The overlay that joins meshes, as a gateway's node sees it. On a node that is no gateway every answer is
/// <see cref="Unavailable"/>; such a node goes through a gateway of its mesh, a member with the role
/// <see cref="MeshNames.GatewayRole"/>. Expected trouble is a reply, never an exception; only cancellation throws.
/// </summary>
internal interface IFederationOverlay
{
    /// <summary>Null while the gateway does not listen.</summary>
    OverlaySelf? Self { get; }

    /// <summary>
    /// Signs the locator with the mesh's key, stores it at the peers nearest to the subject and renews it until it is
    /// withdrawn, over restarts of the actor too. Again with another locator: replaces it. Several gateways of one mesh
    /// may publish the same: the later one counts. A mesh publishes itself only: subjects of other meshes are refused.
    /// </summary>
    /// <returns><see cref="Published"/>, <see cref="PublishRefused"/> or <see cref="Unavailable"/>.</returns>
    Task<IPublishReply> PublishAsync(
        OverlaySubject subject, Mesh.Kademlia.Records.MeshLocator locator, CancellationToken cancellation = default);

    /// <summary>Stores a tombstone in place of what was published and renews nothing any more.</summary>
    /// <returns>As for publishing.</returns>
    Task<IPublishReply> WithdrawAsync(OverlaySubject subject, CancellationToken cancellation = default);

    /// <summary>Looks meshes up; the own mesh is among them if it publishes this.</summary>
    /// <param name="mode">The first answer, which is fast, or the set of all, which takes as long as a publication.</param>
    /// <param name="deadline">100 ms to 30 s; the search ends then with what it has.</param>
    /// <returns><see cref="Found"/>, empty when nobody publishes it, or <see cref="Unavailable"/>.</returns>
    Task<IFindReply> FindAsync(
        OverlaySubject subject, FindMode mode, TimeSpan deadline, CancellationToken cancellation = default);
}
