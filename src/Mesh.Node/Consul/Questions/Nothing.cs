using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Reading;

namespace Mesh.Node.Consul.Questions;

/// <summary>Lists that are empty because the mesh has nothing of the kind: proxies, gateways, events, coordinates.</summary>
internal static class Nothing
{
    public static SourceOrFault List(ReadContext context) => new(new ListSource(
        Mesh.Node.Consul.Blocking.Topics.Never, () => (context.Client.Snapshot.Index, () => ConsulJson.EmptyList)));
}
