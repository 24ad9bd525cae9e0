using Mesh.Federation.Overlay;
using Mesh.Remote;

namespace Mesh.Federation.Link;

/// <summary>What exports and imports of a gateway are made from, beside what any node is.</summary>
/// <param name="overlay">Where meshes find each other; asked for once the node runs, since it is asked through the node.</param>
/// <param name="link">How they talk.</param>
internal sealed class FederationServices(Func<IFederationOverlay> overlay, IFederationLink link, RemoteSettings settings)
{
    public IFederationOverlay Overlay => overlay();

    public IFederationLink Link => link;

    public RemoteSettings Settings => settings;
}
