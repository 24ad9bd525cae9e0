using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Answers;

/// <summary>The numbers by which clients know the cluster and this member.</summary>
internal sealed class EtcdIdentity
{
    /// <summary>There are no terms, for there are no elections.</summary>
    public const ulong Term = 1;

    /// <summary>The version of the API that is served. Clients parse it and take features from it.</summary>
    public const string ServerVersion = "3.5.0";

    public const string ClusterVersion = "3.5.0";

    private readonly Lazy<ulong> _memberId;

    /// <param name="mesh">The name of the mesh.</param>
    /// <param name="clientUrl">Where this door is; asked for when the first reply is written, for a free port is not known before.</param>
    public EtcdIdentity(string mesh, Func<string> clientUrl)
    {
        ClusterId = IdOf("cluster", mesh);
        _memberId = new(() => MemberIdOf(clientUrl()));
    }

    public ulong ClusterId { get; }

    public ulong MemberId => _memberId.Value;

    public ResponseHeader Header(long revision) => new()
    {
        ClusterId = ClusterId,
        MemberId = MemberId,
        Revision = revision,
        RaftTerm = Term,
    };

    /// <param name="clientUrl">That of the member's door.</param>
    public static ulong MemberIdOf(string clientUrl) => IdOf("member", clientUrl);

    /// <summary>Never 0, which clients take for "none".</summary>
    private static ulong IdOf(string kind, string name) => StableHash.Of(kind, name) | 1;
}
