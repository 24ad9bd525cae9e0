using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Replication;
using Mesh.Testing;
using Mesh.Trust;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Trust;

/// <summary>What a node with TLS takes of others' logs, by whom they come and with which signature.</summary>
public sealed class EntryGuardTests : IDisposable
{
    private const int Index = 5;

    private static readonly OwnerLog Log = Some.Log(3);

    private readonly TestAuthority _authority = new();
    private readonly Signer _self;
    private readonly Signer _owner;
    private readonly Signer _relay;

    public EntryGuardTests()
    {
        _self = Node(1);
        _owner = Node(2);
        _relay = Node(3);
        _self.Meets(_owner);
        _self.Meets(_relay);
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Log_is_taken_over_the_link_of_its_owner_as_it_is() =>
        Assert.Same(Log, _self.TakesFrom(_owner, Index, _owner.Owner, Log));

    [Fact]
    public void Log_that_another_gives_without_signature_is_refused_and_its_owner_is_asked()
    {
        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, _owner.Owner, Log));

        Assert.Equal(3, _self.Refused.Of(EntryFault.Unsigned));
        Assert.Equal([(Index, _owner.Owner)], _self.Guard.Wanted.Turn());
        var refusal = Assert.Single(_self.Guard.TakeRefusals());
        Assert.Equal((_owner.Owner, _relay.Owner.Address), (refusal.Owner, refusal.By));
        Assert.Equal(Log.Live.Keys, refusal.Keys);
    }

    [Fact]
    public void Log_that_another_gives_with_the_signature_of_its_owner_is_taken()
    {
        Assert.Same(Log, _self.TakesFrom(_relay, Index, _owner.Owner, Log, _owner.Sign(Index, Log)));
        Assert.Empty(_self.Guard.TakeRefusals());
    }

    [Fact]
    public void Signature_counts_of_an_owner_that_no_link_is_open_with()
    {
        var stranger = Node(4);

        Assert.Same(Log, _self.TakesFrom(_relay, Index, stranger.Owner, Log, stranger.Sign(Index, Log)));
    }

    [Fact]
    public void Signature_of_the_one_who_gives_it_is_none_of_the_owner()
    {
        var forged = new OwnerSeal(_owner.Owner, _relay.Sign(Index, Log).Seal);

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, _owner.Owner, Log, forged));
        Assert.Equal(EntryFault.Certificate, Assert.Single(_self.Guard.TakeRefusals()).Fault);
    }

    [Fact]
    public void Signature_of_another_node_on_the_host_is_none_of_the_owner()
    {
        var neighbour = new Signer(new Owner("10.0.0.2:5000", 7), _authority.Node("10.0.0.2"));
        var forged = new OwnerSeal(_owner.Owner, neighbour.Sign(Index, Log).Seal);

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, _owner.Owner, Log, forged));
        Assert.Equal(EntryFault.Signature, Assert.Single(_self.Guard.TakeRefusals()).Fault);
    }

    [Fact]
    public void Signature_of_an_older_version_is_none_of_a_newer_one()
    {
        var seal = _owner.Sign(Index, Some.Log(2));

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, _owner.Owner, Log, seal));
        Assert.Equal(EntryFault.Signature, Assert.Single(_self.Guard.TakeRefusals()).Fault);
    }

    [Fact]
    public void Older_version_with_its_signature_hides_nothing_that_is_newer()
    {
        var old = Some.Log(2);
        Assert.Same(Log, _self.TakesFrom(_owner, Index, _owner.Owner, Log));

        var replayed = _self.TakesFrom(_relay, Index, _owner.Owner, old, _owner.Sign(Index, old));

        Assert.Same(Log, OwnerLog.Merge(Log, replayed));
    }

    [Fact]
    public void Records_of_two_versions_under_one_signature_are_refused()
    {
        var newer = Log.Append(Some.Key(1), Some.Record(Some.Key(1), 99), out _);
        var mixed = new OwnerLog(newer.Version, newer.Live.SetItem(Some.Key(1), Log.Live[Some.Key(1)]), newer.Cloud);

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, _owner.Owner, mixed, _owner.Sign(Index, newer)));
        Assert.Equal(EntryFault.Signature, Assert.Single(_self.Guard.TakeRefusals()).Fault);
    }

    [Fact]
    public void Signature_for_one_bucket_is_none_for_another()
    {
        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index + 1, _owner.Owner, Log, _owner.Sign(Index, Log)));
        Assert.Single(_self.Guard.TakeRefusals());
    }

    [Fact]
    public void Early_writes_beside_a_signed_log_are_left_out()
    {
        var later = new OwnerLog(Log.Version, Log.Live, OwnerLog.Of(new Mesh.Replication.BucketEvent<InstanceKey, ServiceInstance>(
            9, Some.Key(9), Some.Record(Some.Key(9)))).Cloud);

        var taken = _self.TakesFrom(_relay, Index, _owner.Owner, later, _owner.Sign(Index, Log));

        Assert.Equal(Log.Live.Keys, taken.Keys());
    }

    [Fact]
    public void Certificate_that_has_ended_signs_nothing()
    {
        var ended = new Signer(Some.Owner(4), _authority.Node(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), [], "10.0.0.4"));

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, ended.Owner, Log, ended.Sign(Index, Log)));
        Assert.Equal(EntryFault.Certificate, Assert.Single(_self.Guard.TakeRefusals()).Fault);
    }

    [Fact]
    public void Certificate_of_another_authority_signs_nothing()
    {
        using var other = new TestAuthority();
        var foreign = new Signer(Some.Owner(4), other.Node("10.0.0.4"));

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, foreign.Owner, Log, foreign.Sign(Index, Log)));
        Assert.Equal(1, _self.Refused.Of(EntryFault.Certificate) / Log.Live.Count);
    }

    [Fact]
    public void Certificate_that_is_revoked_signs_nothing_from_then_on()
    {
        var (own, lost) = (_authority.Node("10.0.0.1"), _authority.Node("10.0.0.4"));
        _authority.Revoke();
        own.RevocationFile = _authority.RevocationFile;
        var self = new Signer(Some.Owner(1), own);
        var revoked = new Signer(Some.Owner(4), lost);
        var seal = revoked.Sign(Index, Log);
        Assert.Same(Log, self.TakesFrom(_relay, Index, revoked.Owner, Log, seal));

        _authority.Revoke(lost);
        Assert.True(self.Trust.Certificates.Reload(out _));

        Assert.Same(OwnerLog.Empty, self.TakesFrom(_relay, Index, revoked.Owner, Log, seal));
        Assert.Contains("is revoked", Assert.Single(self.Guard.TakeRefusals()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_beyond_the_limits_of_a_certificate_count_as_removed()
    {
        var limited = Node(4, "mesh://mesh/service/s1");
        _self.Meets(limited);

        var direct = _self.TakesFrom(limited, Index, limited.Owner, Log);
        var relayed = _self.TakesFrom(_relay, Index, limited.Owner, Log, limited.Sign(Index, Log));

        Assert.Equal((Log.Version, "s1"), (direct.Version, Assert.Single(direct.Live.Keys).Service.Value));
        Assert.Equal((Log.Version, "s1"), (relayed.Version, Assert.Single(relayed.Live.Keys).Service.Value));
        Assert.All(_self.Guard.TakeRefusals(), r => Assert.Equal(EntryFault.Limits, r.Fault));
    }

    [Fact]
    public void Early_writes_beyond_the_limits_keep_their_numbers()
    {
        var limited = Node(4, "mesh://mesh/service/s1");
        _self.Meets(limited);
        var push = OwnerLog.Of(new Mesh.Replication.BucketEvent<InstanceKey, ServiceInstance>(7, Some.Key(2), Some.Record(Some.Key(2))));

        var taken = _self.TakesFrom(limited, Index, limited.Owner, push);

        Assert.Null(Assert.Single(taken.Cloud).Value.Record);
        Assert.Equal(7, taken.Latest);
    }

    [Fact]
    public void Own_log_from_others_is_passed_over_whatever_its_version()
    {
        var silencing = new OwnerLog(long.MaxValue, OwnerLog.Empty.Live, OwnerLog.Empty.Cloud);

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, _self.Owner, silencing));
        Assert.Empty(_self.Guard.Wanted.Turn());
    }

    [Fact]
    public void Log_in_distributed_data_is_a_hint_that_is_followed_a_few_times()
    {
        var forged = InstanceBucket.Empty.With(_owner.Owner, new OwnerLog(long.MaxValue, Log.Live, Log.Cloud));

        Assert.Empty(_self.Guard.Replica(Index, forged).Logs);

        var asked = Enumerable.Range(0, 3 * WantedLogs.Turns).Count(_ => _self.Guard.Wanted.Turn().Count > 0);
        Assert.Equal(WantedLogs.Turns / 2, asked);
        Assert.True(_self.Guard.Wanted.IsEmpty);
    }

    [Fact]
    public void What_is_known_already_is_no_hint_and_not_counted()
    {
        _self.TakesFrom(_owner, Index, _owner.Owner, Log);

        _self.TakesFrom(_relay, Index, _owner.Owner, Log);
        _self.Guard.Replica(Index, InstanceBucket.Empty.With(_owner.Owner, Log));

        Assert.True(_self.Guard.Wanted.IsEmpty);
        Assert.Equal(0, _self.Refused.Of(EntryFault.Unsigned));
    }

    [Fact]
    public void Of_a_node_that_does_not_sign_others_are_believed_unless_signatures_are_required()
    {
        var older = Node(4);
        _self.Meets(older, signs: false);
        Assert.Same(Log, _self.TakesFrom(_relay, Index, older.Owner, Log));
        Assert.Same(Log, _self.Guard.Replica(Index, InstanceBucket.Empty.With(older.Owner, Log)).LogOf(older.Owner));

        var tls = _authority.Node("10.0.0.1");
        tls.Signatures = EntrySignatures.Require;
        var strict = new Signer(Some.Owner(1), tls);
        strict.Meets(older, signs: false);

        Assert.Same(OwnerLog.Empty, strict.TakesFrom(_relay, Index, older.Owner, Log));
    }

    [Fact]
    public void Another_incarnation_that_signs_nothing_does_not_speak_for_this_one()
    {
        var before = _owner.Owner with { Uid = 1 };

        Assert.Same(OwnerLog.Empty, _self.TakesFrom(_relay, Index, before, Log));
    }

    [Fact]
    public void New_certificate_signs_everything_anew()
    {
        var tls = _authority.Node("10.0.0.4");
        var node = new Signer(Some.Owner(4), tls);
        node.Guard.Own.Wrote(Index, Log);
        var first = Assert.Single(node.Guard.Own.Sign());
        node.Guard.Own.Look();
        Assert.False(node.Guard.Own.IsDue);

        TestAuthority.Renew(tls, _authority.Node("10.0.0.4"));
        Assert.True(node.Trust.Certificates.Reload(out _));
        node.Guard.Own.Look();

        var second = Assert.Single(node.Guard.Own.Sign());
        Assert.Equal(first.Version, second.Version);
        Assert.NotEqual(first.Certificate, second.Certificate);
    }

    private Signer Node(int n, params string[] uris) => new(Some.Owner(n), _authority.Node([$"10.0.0.{n}", .. uris]));
}
