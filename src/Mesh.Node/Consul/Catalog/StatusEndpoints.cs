using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Questions;
using Mesh.Node.Consul.Reading;

namespace Mesh.Node.Consul.Catalog;

/// <summary>
/// status/*: there is no leader and every node is a peer; as leader the node of the lowest address is named, which all
/// agree on that see the same nodes.
/// </summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ConsulResponder responder)
    {
        routes.MapGet("/v1/status/leader", http => responder.AnswerAsync(http, q => Of(
            responder.Context, members => ConsulJson.Write(q.Pretty, json => json.WriteStringValue(Peers(members).FirstOrDefault() ?? "")))));
        routes.MapGet("/v1/status/peers", http => responder.AnswerAsync(http, q => Of(
            responder.Context, members => ConsulJson.WriteList(q.Pretty, Peers(members), static (json, peer) => json.WriteStringValue(peer)))));
    }

    private static SourceOrFault Of(ReadContext context, Func<MemberList, byte[]> body) => new(new ListSource(
        Topics.Nodes,
        () =>
        {
            var members = context.Members.Current;
            return (members.Index, () => body(members));
        },
        line: Topics.Peers));

    private static IEnumerable<string> Peers(MemberList members) => members.Members.Select(m => m.Owner.Address);
}
