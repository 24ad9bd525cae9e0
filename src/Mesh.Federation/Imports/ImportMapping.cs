using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Remote;

namespace Mesh.Federation.Imports;

/// <summary>Between the overlay, an import and those who follow it. Pure.</summary>
internal static class ImportMapping
{
    /// <summary>The gateways to ask, those of one mesh together; the own mesh and meshes of another name are left out.</summary>
    /// <param name="asker">Spreads the askers over the gateways of a mesh.</param>
    public static ImmutableArray<ImportCandidate> Candidates(
        RemoteName name, IEnumerable<FoundMesh> found, Kademlia.NodeId? ownMesh, string asker) =>
    [
        .. found
            .Where(m => m.MeshId != ownMesh
                && (name.IsAny || m.Name.Length == 0 || m.Name.Equals(name.Mesh, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(m => StableHash.Of(asker, m.MeshId.ToString()))
            .SelectMany(m => m.Locator.Gateways
                .OrderBy(g => g.Weight > 0 ? 0 : 1)
                .ThenBy(g => StableHash.Of(asker, g.Address.ToString()))
                .Select(g => new ImportCandidate(m.MeshId.ToString(), g.Address.ToString()))),
    ];

    public static RemoteProtocol.Imported ToImported(ImportState state, long hasVersion, Moment now)
    {
        var isSame = state.Version == hasVersion;
        return new RemoteProtocol.Imported(
            state.Name,
            state.Origin,
            state.Version,
            state.State(now),
            state.Age(now),
            isSame,
            isSame ? [] : ValueList.From(state.Items.Values.Select(i => ToView(state.Origin, i))));
    }

    private static InstanceView ToView(string origin, RemoteInstance item) =>
        new(item.Instance, Owner.OfMesh(origin), item.Standing);
}
