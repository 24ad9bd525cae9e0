using Mesh.Testing.Chaos;

namespace Mesh.Cluster.Tests.Chaos;

/// <summary>
/// Real nodes on bad days made on purpose, under clients at every door: nothing that was answered is lost or comes back. A
/// failing one is repeated by <c>./chaos.sh short --seed N</c> with the seed that it names.
/// </summary>
[Collection(BadDaysCollection.Name)]
public sealed class BadDayTests(ShortSet set) : IClassFixture<ShortSet>
{
    public static TheoryData<string> Names => [.. ChaosSet.All.Where(s => s.IsShort).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_lost_or_revived_and_what_is_kept_is_listed_throughout(string name)
    {
        var figures = set.Of(name);

        Assert.True(figures is not null, $"seed {set.Seed}: {name} is not among {string.Join(", ", set.Days)}");
        Assert.True(figures.Phase.Whole is not null, $"seed {set.Seed}: the mesh was not whole again");
        Assert.True(figures.Readings > 0, $"seed {set.Seed}: nothing was read");
        Assert.True(figures.IsGood, $"seed {set.Seed}: {figures.Lost} lost, {figures.Revived} revived, {figures.Missing} missing\n{string.Join('\n', figures.Faults)}");
    }

    [Fact]
    public void No_living_instance_is_denied_between_bad_days() =>
        Assert.True(set.Refusals.Count == 0, $"seed {set.Seed}:\n{string.Join('\n', set.Refusals)}");
}
