using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Etcd.View;

namespace Mesh.Node.Etcd.Leases;

/// <summary>The calls of the Lease service, whatever they came by.</summary>
internal sealed class LeaseCalls(EtcdView view, IMeshKeyValues store, EtcdIdentity self)
{
    public async Task<EtcdAnswer<LeaseGrantResponse>> GrantAsync(LeaseGrantRequest request, CancellationToken cancellation) =>
        LeaseMapping.Check(request) is { } fault
            ? fault
            : LeaseMapping.Answer(await store.GrantAsync(request.ID, Math.Max(request.TTL, KeyValueLimits.MinTtl), cancellation), Header());

    public async Task<EtcdAnswer<LeaseRevokeResponse>> RevokeAsync(LeaseRevokeRequest request, CancellationToken cancellation)
    {
        var reply = await store.RevokeAsync(request.ID, cancellation);
        return LeaseMapping.Answer(reply, Header());
    }

    public async Task<EtcdAnswer<LeaseKeepAliveResponse>> KeepAliveAsync(
        LeaseKeepAliveRequest request, CancellationToken cancellation)
    {
        var reply = await store.KeepAliveAsync(request.ID, cancellation);
        return LeaseMapping.Answer(request, reply, Header());
    }

    public async Task<EtcdAnswer<LeaseTimeToLiveResponse>> TimeToLiveAsync(
        LeaseTimeToLiveRequest request, CancellationToken cancellation)
    {
        var reply = await store.TimeToLiveAsync(request.ID, cancellation);
        return LeaseMapping.Answer(request, reply, Header());
    }

    public LeaseLeasesResponse Leases() => LeaseMapping.Answer(store.Snapshot.Leases, Header());

    private ResponseHeader Header() => self.Header(view.Current.Revision);
}
