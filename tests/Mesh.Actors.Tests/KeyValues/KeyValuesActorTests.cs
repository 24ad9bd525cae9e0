using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Membership;
using Mesh.Registry;
using Mesh.Testing;
using Mesh.Views;
using static Mesh.KeyValues.KeyReplicationProtocol;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.Actors.Tests.KeyValues;

public sealed class KeyValuesActorTests : TestKit
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly Owner Other = Some.Owner(1);

    private readonly VirtualTime _time;
    private readonly TestProbe _replication;
    private readonly TestProbe _registry;
    private readonly MeshHub _catalog = new(VirtualTime.Start, revisionTag: 1);
    private readonly KeyValueHub _hub = new();
    private readonly IActorRef _store;

    public KeyValuesActorTests()
        : base(VirtualTime.Config)
    {
        _time = new VirtualTime(Sys);
        _replication = CreateTestProbe();
        _registry = CreateTestProbe();
        _store = Start("store");
        _store.Tell(Warmed.Instance);
    }

    [Fact]
    public async Task Answer_comes_when_the_snapshot_shows_the_batch_and_the_write_is_on_its_way()
    {
        var reply = Assert.IsType<Applied>(await Put("k", "1"));

        Assert.Equal("1", Get("k"));
        Assert.Equal(reply.Revision, _hub.Snapshot.Revision);
        var part = Assert.Single((await _replication.ExpectMsgAsync<Replicate>()).Parts);
        Assert.Equal(KeyBuckets.IndexOf(KeySlot.OfEntry(Octets.Utf8("k")), 64), part.Index);
        Assert.Equal("1", Assert.Single(part.Writes).Record!.Value.ToString());
    }

    [Fact]
    public async Task Write_of_another_member_reaches_the_snapshot_and_the_waiting_reader()
    {
        Join(Other);
        var next = _hub.ChangesSince(_hub.Snapshot.Revision).Next;
        Arrive("k", "theirs", 1);
        await next.WaitAsync(Patience.Limit);

        Assert.Equal("theirs", Get("k"));
    }

    [Fact]
    public async Task Lease_ends_within_its_time_and_a_tick_and_not_before()
    {
        var lease = Assert.IsType<Granted>(await Grant(10)).Lease;
        await Put("k", "1", lease);
        await Advance(9);
        Assert.IsType<KeptAlive>(await Call(new KeyValueCall.KeepAlive(lease)));
        await Advance(9);
        Assert.Equal("1", Get("k"));
        var left = Assert.IsType<Remaining>(await Call(new KeyValueCall.TimeToLive(lease)));
        Assert.Equal(["k"], left.Keys.Select(k => k.ToString()));
        await Advance(1.5);

        Assert.Null(Get("k"));
        Assert.IsType<LeaseNotFound>(await Call(new KeyValueCall.KeepAlive(lease)));
    }

    [Fact]
    public async Task Renewal_that_a_reachable_owner_does_not_answer_is_unavailable_and_one_of_a_suspect_owner_is_adopted()
    {
        Join(Other);
        var slot = KeySlot.OfLease(77);
        Arrive(new KeyRecord { Slot = slot, Ttl = 10, Claim = 1 }, 1);
        await VirtualTime.SettleAsync(_store);
        Assert.Contains(77, _hub.Snapshot.Leases);
        var call = Call(new KeyValueCall.KeepAlive(77));
        await Advance(LeaseQuestions.Patience.TotalSeconds + 1);
        Assert.IsType<Unavailable>(await call);

        _store.Tell(new MembershipProtocol.StandingChanged(Other, Standing.Suspect, new(Causes.LinkBroken, "test", "")));
        call = Call(new KeyValueCall.KeepAlive(77));
        await Advance(LeaseQuestions.Patience.TotalSeconds + 1);
        Assert.Equal(new KeptAlive(77, 10), await call);
    }

    [Fact]
    public async Task Forwarded_renewal_is_answered_by_the_owner()
    {
        var lease = Assert.IsType<Granted>(await Grant(10)).Lease;
        _store.Tell(new LeaseCall(4, LeaseVerb.KeepAlive, lease), TestActor);
        Assert.Equal((4, true, 10), Text(await ExpectMsgAsync<LeaseAnswer>()));
        _store.Tell(new LeaseCall(5, LeaseVerb.TimeToLive, 12345), TestActor);
        Assert.Equal((5, false, 0), Text(await ExpectMsgAsync<LeaseAnswer>()));

        static (long, bool, long) Text(LeaseAnswer answer) => (answer.Number, answer.Found, answer.Ttl);
    }

    [Fact]
    public async Task Actor_that_is_restarted_goes_on_where_it_was()
    {
        Join(Other);
        Arrive("theirs", "2", 1);
        var lease = Assert.IsType<Granted>(await Grant(10)).Lease;
        await Put("k", "1", lease);
        var before = _hub.Snapshot.Revision;
        await WatchAsync(_store);
        Sys.Stop(_store);
        await ExpectTerminatedAsync(_store);
        Assert.Null(_hub.Inbox);
        Start("again");
        await AwaitConditionAsync(() => Task.FromResult(_hub.Inbox is not null));
        await Put("k", "2", lease);

        Assert.Equal(("2", "2"), (Get("k"), Get("theirs")));
        Assert.Equal(2, _hub.Snapshot.Find(Octets.Utf8("k"))!.Version);
        Assert.True(_hub.Snapshot.Revision > before);
    }

    [Fact]
    public async Task Entry_that_describes_an_instance_registers_it_and_its_end_deregisters_it()
    {
        await Put("/services/orders/10.0.0.1:80", "x");
        var registered = (await _registry.ExpectMsgAsync<RegistryProtocol.Register>()).Instance;
        Assert.Equal(("orders", "10.0.0.1:80"), (registered.Service.Value, registered.Id.Value));
        Assert.Equal(Convert.ToBase64String("/services/orders/10.0.0.1:80"u8), registered.Metadata[DerivedInstances.KeyMetadata]);

        // The registry has lost it: the next comparison registers it again.
        await Advance(6);
        Assert.Equal(registered, (await _registry.ExpectMsgAsync<RegistryProtocol.Register>()).Instance);
        await Call(new KeyValueCall.Apply(new KeyBatch(new KeyWrite.Delete(Octets.Utf8("/services/orders/10.0.0.1:80")))));
        Assert.Equal(registered.Key, (await _registry.FishForMessageAsync<RegistryProtocol.Deregister>(_ => true)).Key);
        await Put("/other", "x");
        await VirtualTime.SettleAsync(_store, _registry.Ref);
        Assert.False(_registry.HasMessages, "the registry was told something");
    }

    internal static ServiceInstance? Rule(Octets key, Octets value)
    {
        var parts = key.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is not ["services", var service, var address] || !HostPort.TrySplit(address, out var host, out var port)
            ? null
            : new ServiceInstance
            {
                Service = ServiceName.Parse(service),
                Id = InstanceId.Parse(address),
                Host = host,
                Port = port,
                Status = InstanceStatus.Passing,
            };
    }

    private IActorRef Start(string name) => Sys.ActorOf(
        KeyValuesActor.Props(
            new KeyValueSettings(_hub, _catalog, Rule, 64, _time.Clock),
            Self,
            new KeyValuePeers(_replication, CreateTestProbe(), _registry)),
        name);

    private void Join(Owner owner) => _store.Tell(new MembershipProtocol.MemberUp(
        new MeshMember(owner, "", "up", Standing.Confirmed, [], "", "", false), new OwnerContact(0)));

    private void Arrive(string key, string value, long version) => Arrive(
        new KeyRecord { Slot = KeySlot.OfEntry(Octets.Utf8(key)), Value = Octets.Utf8(value), Claim = version }, version);

    private void Arrive(KeyRecord record, long version) => _store.Tell(new Arrived(
        [new KeyBucketPart(
            KeyBuckets.IndexOf(record.Slot, 64),
            KeyBucket.Of(Other, new Mesh.Replication.BucketEvent<KeySlot, KeyRecord>(version, record.Slot, record)))],
        null,
        0));

    private Task<IReply> Put(string key, string value, long lease = 0) => Call(new KeyValueCall.Apply(
        new KeyBatch(new KeyWrite.Put(Octets.Utf8(key), Octets.Utf8(value), lease))));

    private Task<IReply> Grant(long ttl) => Call(new KeyValueCall.Grant(0, ttl));

    private async Task<IReply> Call<T>(KeyValueCall.Of<T> call)
        where T : class, IReply
    {
        await AwaitConditionAsync(() => Task.FromResult(_hub.Inbox is not null));
        _hub.Inbox!.Post(call);
        return await call.Task.WaitAsync(Patience.Limit);
    }

    private string? Get(string key) => _hub.Snapshot.Find(Octets.Utf8(key))?.Value.ToString();

    private Task Advance(double seconds) => _time.AdvanceAsync(TimeSpan.FromSeconds(seconds), _store);
}
