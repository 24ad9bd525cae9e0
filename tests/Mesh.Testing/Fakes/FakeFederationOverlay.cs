using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mesh.Federation.Overlay;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Testing.Fakes;

/// <summary>
/// An overlay of gateways in one process, without sockets: those made of one <see cref="World"/> find what any of them
/// published, at once.
/// </summary>
internal sealed class FakeFederationOverlay(FakeFederationOverlay.World world, string meshName, KadAddress address) : IFederationOverlay
{
    private readonly NodeId _meshId = IdOf(meshName);

    /// <summary>What all gateways of one overlay hold.</summary>
    public sealed class World
    {
        internal ConcurrentDictionary<(OverlaySubject Subject, NodeId MeshId), FoundMesh> Records { get; } = new();

        /// <summary>Has the mesh published this, and not withdrawn it?</summary>
        public bool Knows(string meshName, OverlaySubject subject) => Records.ContainsKey((Normal(subject), IdOf(meshName)));
    }

    /// <summary>Not null: every question is answered so.</summary>
    public Unavailable? Trouble { get; set; }

    /// <summary>How long what is published may be believed.</summary>
    public DateTimeOffset NotAfter { get; set; } = DateTimeOffset.MaxValue;

    public OverlaySelf? Self => new(_meshId, meshName, _meshId, address, "", CanPublish: true);

    public Task<IPublishReply> PublishAsync(
        OverlaySubject subject, MeshLocator locator, CancellationToken cancellation = default)
    {
        if (Trouble is not null)
            return Task.FromResult<IPublishReply>(Trouble);
        world.Records[(Normal(subject), _meshId)] = new FoundMesh(_meshId, meshName, locator, NotAfter, default);
        return Task.FromResult<IPublishReply>(new Published(1, default));
    }

    public Task<IPublishReply> WithdrawAsync(OverlaySubject subject, CancellationToken cancellation = default)
    {
        if (Trouble is not null)
            return Task.FromResult<IPublishReply>(Trouble);
        world.Records.TryRemove((Normal(subject), _meshId), out _);
        return Task.FromResult<IPublishReply>(new Published(1, default));
    }

    public Task<IFindReply> FindAsync(
        OverlaySubject subject, FindMode mode, TimeSpan deadline, CancellationToken cancellation = default)
    {
        if (Trouble is not null)
            return Task.FromResult<IFindReply>(Trouble);
        var found = world.Records.Where(r => r.Key.Subject == Normal(subject)).Select(r => r.Value).OrderBy(r => r.MeshId);
        ImmutableArray<FoundMesh> meshes = mode is FindMode.First ? [.. found.Take(1)] : [.. found];
        return Task.FromResult<IFindReply>(new Found(meshes, IsWhole: true, default));
    }

    private static NodeId IdOf(string meshName) => NodeId.OfHash(System.Text.Encoding.UTF8.GetBytes(meshName));

    private static OverlaySubject Normal(OverlaySubject subject) => subject switch
    {
        OverlaySubject.Service s => new OverlaySubject.Service(s.Name.ToUpperInvariant()),
        OverlaySubject.MeshNamed n => new OverlaySubject.MeshNamed(n.Name.ToUpperInvariant()),
        _ => subject,
    };
}
