using System.Security.Cryptography;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Lookups;
using Mesh.Kademlia.Nodes;
using Mesh.Kademlia.Routing;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Overlay;

/// <summary>
/// A gateway that listens: one node of the overlay behind one gate, and what this gateway's services want of both. Used by
/// one actor at a time; replies are called on its thread.
/// </summary>
internal sealed class OverlayGateway : IDisposable
{
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(30);

    private readonly OverlaySetup _setup;
    private readonly TimeProvider _time;
    private readonly FederationTrust _trust;
    private readonly KadGate _gate;
    private readonly KadDriver _driver;
    private readonly Messenger _messenger;
    private readonly Action<TimeSpan> _wake;
    private (Action<Left> Reply, Left Left)? _left;
    private bool _isLeaving;

    /// <param name="call">Begins a call, whose end is told by <see cref="OnCalled"/>.</param>
    /// <param name="wake">Told when <see cref="Wake"/> is next to be called, on the monotonic clock.</param>
    public OverlayGateway(
        OverlaySetup setup,
        KadGate gate,
        TimeProvider time,
        Action<KadAddress, ReadOnlyMemory<byte>> call,
        Action<TimeSpan> wake)
    {
        (_setup, _gate, _time, _wake) = (setup, gate, time, wake);
        _trust = new FederationTrust(setup.Identity.Authority, setup.Identity.Revocations);
        _messenger = new Messenger(gate, new CarrierTable(setup.Settings.HardTimeout), time, setup.Carrier is not null, call);
        var (seed, now) = (RandomNumberGenerator.GetBytes(KadSecret.SeedSize), Moment.Now(time));
        var node = new KadNode(setup.Identity.Credential.NodeId, setup.Settings, seed, BitConverter.ToUInt64(seed), now);
        setup.Recorder?.OnStart(seed, now);
        _driver = new KadDriver(node, time, setup.Recorder, Perform, OnSettled);
        Operations = new OverlayOperations(_driver.Step);
        Publisher = new Publisher(setup, Operations, time);
    }

    public KadAddress Address => _gate.Local;

    public OverlayOperations Operations { get; }

    public Publisher Publisher { get; }

    /// <summary>Contacts that answer: those not heard of for two refreshes are not counted.</summary>
    public int LiveContacts => Table.CountLive(Now, _setup.Settings.RefreshInterval * 2);

    public RoutingTable Table => _driver.Node.Table;

    /// <summary>Why nothing can be begun, in one line; null: it can.</summary>
    public string? Trouble =>
        _isLeaving ? "the gateway is leaving the overlay"
        : Operations.IsFull ? $"the gateway has {OverlayOperations.Most} operations under way"
        : null;

    private TimeSpan Now => Moment.Now(_time).At;

    /// <summary>A datagram or a call came.</summary>
    public void OnArrival(GateArrival arrival)
    {
        _gate.OnHandled();
        _messenger.Handle(arrival, _driver.Node.Self, _driver.Step);
        // A question is answered while it is handled.
        arrival.Answers?.Complete();
    }

    /// <summary>A call of this gateway has ended.</summary>
    public void OnCalled(KadAddress to, IReadOnlyList<GateArrival> answers)
    {
        _messenger.OnCalled(to, answers.Count > 0);
        foreach (var answer in answers)
            _messenger.Handle(answer, _driver.Node.Self, _driver.Step);
        _messenger.CountCarriers();
    }

    public void Wake()
    {
        _messenger.CallDue();
        _driver.Step(new KadInput.Tick());
    }

    /// <param name="deadline">Taken as no less than 100 ms and no more than 30 s.</param>
    public void Find(OverlaySubject subject, FindMode mode, TimeSpan deadline, Action<IFindReply> reply)
    {
        if (OverlayKeys.Refusal(subject) is { } refusal)
        {
            reply(new Unavailable(refusal));
            return;
        }

        deadline = TimeSpan.FromTicks(Math.Clamp(deadline.Ticks, ShortestDeadline.Ticks, LongestDeadline.Ticks));
        var search = new MeshSearch(subject, mode, Now + deadline);
        Locate(search, search.Key, reply);
    }

    public void FindPeers(NodeId target, Action<IPeersReply> reply) => Operations.Begin(
        op => new KadInput.FindPeers(op, target),
        result =>
        {
            var found = (KadResult.PeersFound)result;
            _setup.Presence.Figures.OnLookup(found.Cost);
            reply(new PeersFound(found.Peers, found.Cost));
        });

    public void Ping(KadAddress address, Action<IPingReply> reply) => Operations.Begin(
        op => new KadInput.PingPeer(op, address),
        result => reply(result is KadResult.Pinged { Peer: { } peer } pinged
            ? new Answered(peer.Id, pinged.RoundTrip, _messenger.ArrivedBy)
            : Silent.Instance));

    public GatewayStatus StatusOf(OverlaySelf self)
    {
        var node = _driver.Node;
        return new(self, _trust.IsClosed, Table.BucketCount, [.. Table.View(Now)], StoreView.Of(node, _setup.Presence));
    }

    /// <summary>Hands the records on and begins nothing new; questions of others are answered until the end.</summary>
    /// <param name="isLast">No other gateway of the mesh is left: what is published is withdrawn first.</param>
    /// <param name="reply">Called when records are handed on and withdrawals stored: the process may end.</param>
    public void Leave(bool isLast, Action<Left> reply)
    {
        Publisher.Stop(isLast);
        _isLeaving = true;
        Operations.Begin(op => new KadInput.Leave(op), result => _left = (reply, new Left(((KadResult.Left)result).Records)));
    }

    public void Dispose()
    {
        _gate.Dispose();
        _trust.Dispose();
    }

    private void Locate(MeshSearch search, NodeId key, Action<IFindReply> reply)
    {
        var left = search.EndsAt - Now;
        Operations.Begin(
            op => new KadInput.Locate(
                op,
                key,
                search.Mode is FindMode.First ? LookupMode.First : LookupMode.All,
                _setup.Paths,
                left > ShortestDeadline ? left : ShortestDeadline),
            result => OnLocated(search, (KadResult.Located)result, reply));
    }

    private void OnLocated(MeshSearch search, KadResult.Located located, Action<IFindReply> reply)
    {
        _setup.Presence.Figures.OnLookup(located.Cost);
        foreach (var key in search.Take(located, id => _trust.IsRevoked(id), Now))
            Locate(search, key, reply);
        if (search.Result is { } found)
            reply(found);
    }

    private void Perform(KadEffect effect)
    {
        switch (effect)
        {
            case KadEffect.Send send:
                _messenger.Send(send);
                break;
            case KadEffect.Verify verify:
                var isGood = _trust.IsGood(verify.Record, Moment.Now(_time).Wall.ToUnixTimeSeconds());
                _driver.Step(new KadInput.Verified(verify.Ticket, isGood));
                break;
            case KadEffect.Complete complete:
                Operations.End(complete.Result);
                TellLeft();
                break;
            case KadEffect.Renew renew:
                Publisher.Renew(renew.Key);
                break;
        }
    }

    private void OnSettled()
    {
        _setup.Presence.Figures.Read(_driver.Node);
        _messenger.CountCarriers();
        var (node, calls) = (_driver.Node.WakeAt, _messenger.NextDue);
        _wake(node < calls ? node : calls);
    }

    private void TellLeft()
    {
        if (_left is not var (reply, left) || Publisher.IsWithdrawing)
            return;
        _left = null;
        reply(left);
    }
}
