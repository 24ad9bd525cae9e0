using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Replication;

public sealed class AdoptionTurnTests
{
    [Fact]
    public void Survivors_line_up_and_each_waits_for_those_before_it()
    {
        var members = Enumerable.Range(1, 5).ToDictionary(Some.Owner, _ => Standing.Confirmed);

        var waits = members.Keys.Select(m => AdoptionTurn.WaitOf(m, members, "orders/o-1")).Order();

        Assert.Equal(Enumerable.Range(0, 5).Select(n => n * AdoptionTurn.Turn), waits);
    }

    [Fact]
    public void Each_of_many_records_has_a_line_of_its_own()
    {
        var members = Enumerable.Range(1, 4).ToDictionary(Some.Owner, _ => Standing.Confirmed);

        var firsts = Enumerable.Range(0, 400).Count(n => AdoptionTurn.WaitOf(Some.Owner(1), members, $"orders/o-{n}") == TimeSpan.Zero);

        Assert.InRange(firsts, 60, 140);
    }

    [Fact]
    public void Who_cannot_be_reached_is_passed_over()
    {
        var members = Enumerable.Range(1, 5).ToDictionary(Some.Owner, _ => Standing.Unreachable);
        members[Some.Owner(3)] = Standing.Confirmed;

        Assert.Equal(TimeSpan.Zero, AdoptionTurn.WaitOf(Some.Owner(3), members, "orders/o-1"));
    }
}
