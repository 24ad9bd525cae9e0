using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using static Mesh.Client.KeyValueReplies;

namespace Mesh.Node.Etcd.Leases;

/// <summary>The store's answers on leases as etcd gives them. Pure.</summary>
internal static class LeaseMapping
{
    public static EtcdFault? Check(LeaseGrantRequest request) =>
        request.TTL > KeyValueLimits.MaxTtl ? EtcdFault.TtlTooLarge
        : request.ID < 0 ? EtcdFault.LeaseNotFound
        : null;

    public static EtcdAnswer<LeaseGrantResponse> Answer(IGrantReply reply, ResponseHeader header) => reply is Granted granted
        ? new LeaseGrantResponse { Header = header, ID = granted.Lease, TTL = granted.Ttl }
        : StoreFaults.Of(reply);

    public static EtcdAnswer<LeaseRevokeResponse> Answer(IRevokeReply reply, ResponseHeader header) => reply is Revoked
        ? new LeaseRevokeResponse { Header = header }
        : StoreFaults.Of(reply);

    /// <summary>That a lease is gone is said with a TTL of 0, not with an error: clients then register again.</summary>
    public static EtcdAnswer<LeaseKeepAliveResponse> Answer(
        LeaseKeepAliveRequest request, IKeepAliveReply reply, ResponseHeader header) => reply switch
        {
            KeptAlive kept => new LeaseKeepAliveResponse { Header = header, ID = kept.Lease, TTL = kept.Ttl },
            LeaseNotFound => new LeaseKeepAliveResponse { Header = header, ID = request.ID, TTL = 0 },
            _ => StoreFaults.Of(reply),
        };

    /// <summary>That a lease is gone is said with a TTL of -1, not with an error.</summary>
    public static EtcdAnswer<LeaseTimeToLiveResponse> Answer(
        LeaseTimeToLiveRequest request, ITimeToLiveReply reply, ResponseHeader header)
    {
        if (reply is LeaseNotFound)
            return new LeaseTimeToLiveResponse { Header = header, ID = request.ID, TTL = -1 };
        if (reply is not Remaining remaining)
            return StoreFaults.Of(reply);
        var response = new LeaseTimeToLiveResponse
        {
            Header = header,
            ID = remaining.Lease,
            TTL = remaining.Seconds,
            GrantedTTL = remaining.Ttl,
        };
        foreach (var key in request.Keys ? remaining.Keys : [])
            response.Keys.Add(Bytes.Of(key));
        return response;
    }

    public static LeaseLeasesResponse Answer(IEnumerable<long> leases, ResponseHeader header)
    {
        var response = new LeaseLeasesResponse { Header = header };
        foreach (var lease in leases)
            response.Leases.Add(new LeaseStatus { ID = lease });
        return response;
    }
}
