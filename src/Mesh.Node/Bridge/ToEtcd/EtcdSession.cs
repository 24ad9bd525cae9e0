using System.Globalization;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>
/// The lease of a bridge and its claim to be the one process that works. A process that finds a claim whose lease was
/// not renewed for half its time takes both over, so that no copy goes away and comes back.
/// </summary>
internal sealed class EtcdSession(EtcdConnection etcd, string bridge, BridgeOrigin mesh, bool keepsCopies)
{
    private readonly string _key = EtcdKeys.Claim(bridge);
    private readonly string _session = Guid.NewGuid().ToString("N");
    private long _revision;

    public long Lease { get; private set; }

    public (string Key, long Revision) Claim => (_key, _revision);

    public async Task<ClaimReply> ClaimAsync(CancellationToken cancellation)
    {
        var found = await etcd.GetAsync(_key, cancellation);
        if (found is null)
            return await TakeAsync(await OwnLeaseAsync(cancellation), 0, "", cancellation);
        var holder = EtcdKeys.ReadClaim(found.Value.Span);
        if (holder is null || holder.Mesh != mesh.Cluster)
        {
            return new ClaimReply.Refused(
                $"bridge id '{bridge}' is in use by mesh '{holder?.Mesh ?? "?"}'; give this bridge another --id");
        }

        if (holder.Session == _session)
            return Held(found.ModRevision, found.Lease, "");
        var (left, granted) = await etcd.TimeToLiveAsync(found.Lease, cancellation);
        return left >= 0 && left * 2 <= granted
            ? await TakeOverAsync(found, left, cancellation)
            : new ClaimReply.StandBy($"another process of bridge '{bridge}' works; its lease has {Math.Max(left, 0)} s left");
    }

    public async Task<bool> KeepAsync(CancellationToken cancellation) =>
        await etcd.RenewAsync(Lease, cancellation)
        && (await etcd.GetAsync(_key, cancellation))?.ModRevision == _revision;

    /// <summary>With the lease go the claim, the copies and their marks, in one revision.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (Lease == 0)
            return;
        await etcd.RevokeAsync(Lease, cancellation);
        Lease = 0;
    }

    /// <summary>A lease that still lives holds copies: it is used on, though somebody removed the claim.</summary>
    private async Task<long> OwnLeaseAsync(CancellationToken cancellation) =>
        Lease != 0 && await etcd.RenewAsync(Lease, cancellation)
            ? Lease
            : await etcd.GrantAsync(BridgeTimes.Lease, cancellation);

    private async Task<ClaimReply> TakeOverAsync(KeyValue found, long left, CancellationToken cancellation)
    {
        if (!keepsCopies)
        {
            // The copies of the run before are not wanted any more.
            await etcd.RevokeAsync(found.Lease, cancellation);
            return new ClaimReply.StandBy("the copies of an earlier run were removed");
        }

        return await TakeAsync(
            found.Lease, found.ModRevision, $"took over from a process whose lease had {left} s left", cancellation);
    }

    private async Task<ClaimReply> TakeAsync(long lease, long seen, string detail, CancellationToken cancellation)
    {
        if (seen != 0 && !await etcd.RenewAsync(lease, cancellation))
            return new ClaimReply.StandBy("the lease to be taken over lapsed");
        var claim = new EtcdClaim(mesh.Cluster, _session, lease.ToString(CultureInfo.InvariantCulture));
        var reply = await etcd.CommitAsync(EtcdTxns.Claim(_key, EtcdKeys.ToJson(claim), lease, seen), cancellation);
        if (reply.Succeeded)
            return Held(reply.Header.Revision, lease, detail);
        if (seen == 0)
            await etcd.RevokeAsync(lease, cancellation);
        return new ClaimReply.StandBy("another process was faster");
    }

    private ClaimReply.Held Held(long revision, long lease, string detail)
    {
        (_revision, Lease) = (revision, lease);
        return new ClaimReply.Held(detail);
    }
}
