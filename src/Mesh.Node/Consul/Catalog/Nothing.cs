namespace Mesh.Node.Consul.Catalog;

/// <summary>Lists that are empty because the mesh has nothing of the kind: proxies, gateways, events, coordinates.</summary>
internal static class Nothing
{
    public static Sourced List(ReadContext context) => new(new ListSource(
        Blocking.Topics.Never, () => (context.Client.Snapshot.Revision, () => ConsulJson.EmptyList)));
}
