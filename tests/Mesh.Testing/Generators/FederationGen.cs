using CsCheck;
using Mesh.Remote;

namespace Mesh.Testing.Generators;

/// <summary>What nodes and gateways of one mesh say to each other of other meshes.</summary>
internal static class FederationGen
{
    public static readonly Gen<RemoteName> Name = Gen.Select(
        CatalogGen.Service, Gen.OneOf("eu", "us-1", "*"), (service, mesh) => RemoteName.Parse($"{service}@{mesh}"));

    public static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> All() =>
    [
        WireGen.Of(WireGen.List(Gen.Select(Name, Gen.Long, (n, v) => new RemoteProtocol.Wanted(n, v)))
            .Select(items => new RemoteProtocol.Follow(items))),
        WireGen.Of(Gen.Select(
            Name,
            CatalogGen.Text,
            Gen.Long,
            Gen.Enum<RemoteState>(),
            CatalogGen.Span,
            Gen.Bool,
            WireGen.List(CatalogGen.View),
            (n, o, v, s, a, i, l) => new RemoteProtocol.Imported(n, o, v, s, a, i, l))),
    ];
}
