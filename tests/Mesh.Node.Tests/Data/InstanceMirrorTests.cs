using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Data.Mirrors;
using Mesh.Node.Data.Records;
using Mesh.Testing;

namespace Mesh.Node.Tests.Data;

public sealed class InstanceMirrorTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Only_instances_that_live_on_are_stored()
    {
        var mirror = new InstanceMirror([], []);
        var owned = Owned(
            Instance("1"), Instance("2") with { Life = Lifetime.Owned }, Instance("3") with { Life = Lifetime.Leased }, Instance("4") with { Life = Lifetime.Anchored });
        Look(mirror, owned);
        Assert.Equal(["a/1", "a/3", "a/4"], mirror.Instances.Select(i => i.Key.ToString()).Order());
        Assert.Empty(Look(mirror, owned));
    }

    [Fact]
    public void Deletion_is_remembered_with_a_higher_claim_than_what_it_hides()
    {
        var mirror = new InstanceMirror([Instance("1") with { Claim = 4 }], []);
        var change = Assert.Single(Look(mirror, Owned(), Absence.Deleted));
        Assert.Equal(new InstanceDeletion(Instance("1").Key, 5, Now), change.Deletion);
        Assert.Empty(mirror.Instances);
        Assert.Single(mirror.Deletions);

        // Registered anew, the deletion is history.
        Look(mirror, Owned(Instance("1")));
        Assert.Empty(mirror.Deletions);
    }

    [Theory]
    [InlineData(nameof(Absence.Unknown), 1)]
    [InlineData(nameof(Absence.Elsewhere), 0)]
    public void What_others_took_over_is_stored_no_longer_and_what_is_not_known_stays(string absence, int stored)
    {
        var mirror = new InstanceMirror([Instance("1")], []);
        Look(mirror, Owned(), Enum.Parse<Absence>(absence));
        Assert.Equal(stored, mirror.Instances.Count);
        Assert.Empty(mirror.Deletions);
    }

    [Fact]
    public void What_was_not_written_differs_still_at_the_next_look()
    {
        var mirror = new InstanceMirror([], []);
        var owned = Owned(Instance("1"));
        Assert.Single(mirror.Diff(owned, _ => Absence.Unknown, Now));
        Assert.Single(mirror.Diff(owned, _ => Absence.Unknown, Now));
    }

    [Fact]
    public void Deregistration_by_this_node_is_stored_though_another_owned_the_instance_and_under_its_own_claim()
    {
        var mirror = new InstanceMirror([Instance("1") with { Claim = 4 }], []);
        var deletions = (InstanceDeletion[])[new(Instance("1").Key, 900, Now), new(Instance("2").Key, 800, Now), new(Instance("3").Key, 1, Now)];

        mirror.Accept(mirror.Diff(Owned(Instance("3")), _ => Absence.Deleted, Now, deletions));

        Assert.Equal(deletions[..2], mirror.Deletions.OrderBy(d => d.Key));
        Assert.Equal("a/3", Assert.Single(mirror.Instances).Key.ToString());
        Assert.True(mirror.Remembers(Instance("2").Key, 800));
        Assert.False(mirror.Remembers(Instance("2").Key, 801));
    }

    [Fact]
    public void Deletions_are_kept_for_72_hours()
    {
        var deletion = new InstanceDeletion(Instance("1").Key, 5, Now - TimeSpan.FromHours(72));
        var mirror = new InstanceMirror([], [deletion, deletion with { Key = Instance("2").Key, At = deletion.At.AddMilliseconds(-1) }]);
        Look(mirror, Owned());
        Assert.Equal([deletion], mirror.Deletions);
    }

    [Fact]
    public void Beyond_the_bound_the_oldest_deletions_go()
    {
        var mirror = new InstanceMirror(
            [], Enumerable.Range(0, InstanceMirror.MaxDeletions + 2).Select(n => new InstanceDeletion(Instance($"{n}").Key, 1, Now.AddMilliseconds(-n))));
        Look(mirror, Owned());
        Assert.Equal(InstanceMirror.MaxDeletions, mirror.Deletions.Count);
        Assert.Equal(Now.AddMilliseconds(1 - InstanceMirror.MaxDeletions), mirror.Deletions.Min(d => d.At));
    }

    private static IReadOnlyList<InstanceChange> Look(
        InstanceMirror mirror, ImmutableDictionary<InstanceKey, ServiceInstance> owned, Absence absence = Absence.Unknown)
    {
        var changes = mirror.Diff(owned, _ => absence, Now);
        mirror.Accept(changes);
        return changes;
    }

    private static ImmutableDictionary<InstanceKey, ServiceInstance> Owned(params ServiceInstance[] instances) =>
        instances.ToImmutableDictionary(i => i.Key);

    private static ServiceInstance Instance(string id) => TestCatalog.Instance("a", id) with { Life = Lifetime.Floating };
}
