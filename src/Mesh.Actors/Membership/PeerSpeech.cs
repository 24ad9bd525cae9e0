using Mesh.Catalog;
using Mesh.Trust;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Membership;

/// <summary>In a mesh with TLS: what membership says of a node is taken from that node, and evidence from whoever saw it.</summary>
internal sealed class PeerSpeech(RefusedEntries refused)
{
    /// <summary>Does the message come over the link of the node in whose name it is?</summary>
    /// <param name="from">The node that sent it; null: none.</param>
    public static bool IsBy(string? from, IPeer message) => Speaker(message) is { } speaker ? from == speaker.Address : from is not null;

    /// <summary>The message as it counts: what is said against a member is the word of whoever sent it.</summary>
    public static IPeer Of(string? from, IPeer message) => message is Accusation accusation && from is not null
        ? accusation with { Evidence = accusation.Evidence with { Observer = from } }
        : message;

    /// <returns>True: it is to be told.</returns>
    public bool Refused(string? from) => refused.Count(from ?? "nobody", EntryFault.Sender);

    private static Owner? Speaker(IPeer message) => message switch
    {
        Hello hello => hello.Owner,
        Ping ping => ping.From,
        Pong pong => pong.From,
        ReachabilityReport report => report.From,
        Knock knock => knock.From,
        KnockAnswer answer => answer.From,
        _ => null,
    };
}
