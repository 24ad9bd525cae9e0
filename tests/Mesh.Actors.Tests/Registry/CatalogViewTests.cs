using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Selection;
using Mesh.Views;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using InstanceState = Mesh.Replication.ClaimState<Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

public sealed class CatalogViewTests
{
    private static readonly Owner Self = Some.Owner(5);
    private static readonly InstanceKey Key = Some.Key("orders", "o-1");

    [Fact]
    public void Own_write_is_added_then_updated_then_removed()
    {
        var view = View();
        view.Write(Key, Some.Record(Key));
        Assert.Equal(ChangeKind.Added, Assert.Single(Flush(view)).Kind);
        view.Write(Key, Some.Record(Key, status: InstanceStatus.Critical));
        Assert.Equal(ChangeKind.Updated, Assert.Single(Flush(view)).Kind);
        view.Remove(Key, claim: 2);
        var removed = Assert.Single(Flush(view));
        Assert.Equal(ChangeKind.Removed, removed.Kind);
        Assert.Equal(InstanceStatus.Critical, removed.Instance!.Instance.Status);
        Assert.Empty(view.Flush(9, Selections.Context()).Services);
    }

    [Fact]
    public void Write_that_changes_nothing_for_callers_makes_no_change()
    {
        var view = View();
        view.Write(Key, Some.Record(Key));
        Flush(view);
        view.Write(Key, Some.Record(Key));
        Assert.Empty(Flush(view));
        Assert.Equal(2, view.TakeWritten().Sum(p => (int)p.Bucket.LogOf(Self).Latest));
    }

    [Fact]
    public void Entries_of_unknown_owners_are_hidden_until_they_are_members()
    {
        var view = View();
        view.Merge(Foreign(1, claim: 1));
        Assert.Empty(Flush(view));
        Assert.Equal(1, view.OwnerlessEntries);
        view.SetMember(Some.Owner(1), Standing.Confirmed);
        Assert.Equal(Some.Owner(1), Assert.Single(Flush(view)).Instance!.Owner);
        Assert.Equal(0, view.OwnerlessEntries);
    }

    [Fact]
    public void Removed_member_takes_its_entries_with_it()
    {
        var view = View();
        view.SetMember(Some.Owner(1), Standing.Confirmed);
        view.Merge(Foreign(1, claim: 1));
        Flush(view);
        Assert.Equal(Key, Assert.Single(view.RemoveMember(Some.Owner(1))).Key);
        Assert.Equal(ChangeKind.Removed, Assert.Single(Flush(view)).Kind);
        view.Merge(Foreign(1, claim: 1));
        Assert.Empty(Flush(view));
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 2, 2)]
    public void Higher_claim_wins_and_equal_ones_go_to_the_owner_that_sorts_last(long first, long second, int winner)
    {
        var view = View();
        foreach (var (n, claim) in new[] { (1, first), (2, second) })
        {
            view.SetMember(Some.Owner(n), Standing.Confirmed);
            view.Merge(Foreign(n, claim));
        }

        Assert.Equal(Some.Owner(winner), Assert.Single(Flush(view)).Instance!.Owner);
    }

    [Fact]
    public void Standing_of_the_owner_shows_on_its_instances()
    {
        var view = View();
        view.SetMember(Some.Owner(1), Standing.Confirmed);
        view.Merge(Foreign(1, claim: 1));
        Flush(view);
        Assert.True(view.SetMember(Some.Owner(1), Standing.Suspect));
        Assert.False(view.SetMember(Some.Owner(1), Standing.Suspect));
        Assert.Equal(Standing.Suspect, Assert.Single(Flush(view)).Instance!.Standing);
    }

    [Fact]
    public void Part_with_a_bucket_number_out_of_range_is_ignored()
    {
        var view = View();
        view.Merge(new BucketPart(64, InstanceBucket.Empty));
        view.Merge(new BucketPart(-1, InstanceBucket.Empty));
        Assert.False(view.HasWork || view.HasWritten);
    }

    [Fact]
    public void Policy_change_rebuilds_the_service_without_a_change_of_instances()
    {
        var view = View();
        view.Write(Key, Some.Record(Key));
        Flush(view);
        var policy = new ServicePolicy { Policy = PolicyNames.Random };
        Assert.True(view.MergePolicies(PolicyTable.Of(new PolicyEntry(Key.Service, policy, 1, "a"))));
        var flush = view.Flush(3, Selections.Context());
        Assert.True(flush.PoliciesOnly);
        Assert.Equal(policy, flush.Services["orders"].Policy);
        Assert.False(view.MergePolicies(PolicyTable.Of(new PolicyEntry(Key.Service, ServicePolicy.Default, 0, "z"))));
    }

    [Fact]
    public void View_of_a_new_incarnation_keeps_what_was_published_until_it_is_released()
    {
        var other = Some.Key("orders", "o-2");
        var first = View();
        first.Write(Key, Some.Record(Key));
        first.Write(other, Some.Record(other));
        var published = first.Flush(1, Selections.Context());
        var view = new CatalogView(
            Some.Owner(6),
            [.. Enumerable.Repeat(InstanceBucket.Empty, 64)],
            new CatalogSnapshot(1, published.Services, ImmutableDictionary<Owner, OwnerContact>.Empty),
            hold: true);
        Assert.Empty(Flush(view));
        view.Write(Key, Some.Record(Key));
        Assert.Equal(ChangeKind.Updated, Assert.Single(Flush(view)).Kind);
        view.Release();
        var gone = Assert.Single(Flush(view));
        Assert.Equal((ChangeKind.Removed, other), (gone.Kind, gone.Instance!.Instance.Key));
    }

    [Fact]
    public void What_comes_to_a_new_incarnation_is_shown_once_everything_has_come()
    {
        var view = Begun(out var other);

        view.SetMember(Some.Owner(1), Standing.Confirmed);
        view.SetMember(Some.Owner(2), Standing.Confirmed);
        view.Merge(Deleted(2, 10));
        view.Merge(new BucketPart(BucketKeys.IndexOf(other, 64), InstanceBucket.Of(Some.Owner(2), new BucketEvent(1, other, Some.Record(other)))));
        Assert.Empty(Flush(view));
        view.Release();

        Assert.Equal([ChangeKind.Removed, ChangeKind.Added], Flush(view).Select(c => c.Kind));
    }

    [Fact]
    public void What_a_new_incarnation_writes_is_shown_at_once_unless_others_had_claimed_more()
    {
        var view = Begun(out _);

        view.Remove(Key, 8);
        Assert.Empty(Flush(view));
        view.Remove(Key, 10);

        Assert.Equal(ChangeKind.Removed, Assert.Single(Flush(view)).Kind);
    }

    [Fact]
    public void Deregistrations_of_before_a_restart_are_remembered_for_their_whole_time_however_long_the_machine_runs()
    {
        var uptime = TimeSpan.FromHours(100);
        var before = InstanceState.Of(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)]);
        var first = new CatalogView(before, null, hold: false, uptime);
        first.Merge(Foreign(1, 5));
        first.SetMember(Some.Owner(1), Standing.Confirmed);
        first.Remove(Key, 9);
        var view = new CatalogView(InstanceState.Of(Some.Owner(6), InstanceBucket.Empty, 64, before), null, hold: false, uptime);
        view.At(uptime + ClaimTimes.KeepTombstones - TimeSpan.FromSeconds(1));
        view.Tick();

        Assert.Equal(1, view.Tombstones);
        view.At(uptime + ClaimTimes.KeepTombstones);
        view.Tick();
        Assert.Equal(0, view.Tombstones);
    }

    [Fact]
    public void What_a_removed_owner_left_is_heirless_until_somebody_has_adopted_it()
    {
        var view = View();
        view.SetMember(Some.Owner(1), Standing.Confirmed);
        view.SetMember(Some.Owner(2), Standing.Confirmed);
        var floating = Some.Record(Key, 5) with { Life = Lifetime.Floating };
        view.Merge(new BucketPart(BucketKeys.IndexOf(Key, 64), InstanceBucket.Of(Some.Owner(1), new BucketEvent(1, Key, floating))));
        Assert.False(view.HasHeirless);

        view.Takes = _ => true;
        view.RemoveMember(Some.Owner(1));
        Assert.True(view.HasHeirless);
        view.Write(Key, floating with { Claim = 6 });

        Assert.False(view.HasHeirless);
    }

    [Fact]
    public void What_another_had_deregistered_stays_so_for_a_node_that_begins_anew_before_the_other_is_back()
    {
        var before = InstanceState.Of(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)]);
        var first = new CatalogView(before, null, hold: false, TimeSpan.Zero);
        first.SetMember(Some.Owner(1), Standing.Confirmed);
        first.Merge(Deleted(1, 9));
        var view = new CatalogView(InstanceState.Of(Some.Owner(6), InstanceBucket.Empty, 64, before), null, hold: false, TimeSpan.Zero);

        view.SetMember(Some.Owner(2), Standing.Confirmed);
        view.Merge(Foreign(2, 5));

        Assert.Empty(Flush(view));
        view.SetMember(Some.Owner(3), Standing.Confirmed);
        view.Merge(Foreign(3, 11));
        Assert.Equal(ChangeKind.Added, Assert.Single(Flush(view)).Kind);
    }

    [Fact]
    public void What_was_claimed_over_a_deletion_lives_though_the_deletion_was_taken_over_by_who_had_not_heard_of_it()
    {
        var before = InstanceState.Of(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)]);
        var first = new CatalogView(before, null, hold: false, TimeSpan.Zero);
        first.SetMember(Some.Owner(1), Standing.Confirmed);
        first.Merge(Deleted(1, 9));
        var view = new CatalogView(InstanceState.Of(Some.Owner(6), InstanceBucket.Empty, 64, before), null, hold: false, TimeSpan.Zero);
        view.At(ClaimTimes.ReturnGrace + TimeSpan.FromSeconds(1));
        view.Tick();
        Assert.Equal(1, view.Tombstones);

        view.SetMember(Some.Owner(2), Standing.Confirmed);
        view.Merge(Foreign(2, 9 + ClaimSteps.Adoption));

        Assert.Equal(ChangeKind.Added, Assert.Single(Flush(view)).Kind);
    }

    [Fact]
    public void Of_equal_claims_the_record_counts_whoever_says_that_there_is_nothing()
    {
        var view = View();
        view.SetMember(Some.Owner(1), Standing.Confirmed);
        view.SetMember(Some.Owner(2), Standing.Confirmed);
        view.Merge(Deleted(2, 9));
        view.Merge(Foreign(1, 9));

        Assert.Equal(ChangeKind.Added, Assert.Single(Flush(view)).Kind);
    }

    /// <summary>A new incarnation that shows the instance with claim 9.</summary>
    private static CatalogView Begun(out InstanceKey other)
    {
        other = Some.Key("orders", "o-2");
        var published = View();
        published.SetMember(Some.Owner(1), Standing.Confirmed);
        published.Merge(Foreign(1, 9));
        var shown = new CatalogSnapshot(1, published.Flush(1, Selections.Context()).Services, ImmutableDictionary<Owner, OwnerContact>.Empty);
        var view = new CatalogView(Some.Owner(6), [.. Enumerable.Repeat(InstanceBucket.Empty, 64)], shown, hold: true);
        view.SetMember(Some.Owner(3), Standing.Confirmed);
        return view;
    }

    private static BucketPart Deleted(int owner, long claim) => new(
        BucketKeys.IndexOf(Key, 64), InstanceBucket.Of(Some.Owner(owner), new BucketEvent(1, Key, Some.Tombstone(Key, claim))));

    private static CatalogView View() => new(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)]);

    private static ImmutableArray<CatalogChange> Flush(CatalogView view) =>
        view.Flush(1, Selections.Context()).Changes;

    private static BucketPart Foreign(int owner, long claim) => new(
        BucketKeys.IndexOf(Key, 64), InstanceBucket.Of(Some.Owner(owner), new BucketEvent(1, Key, Some.Record(Key, claim))));
}
