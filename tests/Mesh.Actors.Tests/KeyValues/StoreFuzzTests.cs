using Xunit.Abstractions;

namespace Mesh.Actors.Tests.KeyValues;

/// <summary>
/// Whole meshes in memory, with lost, repeated and late deltas, cuts, and nodes that die and are replaced. The seed of a
/// failing run is in its message.
/// </summary>
public sealed class StoreFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Six_stores_with_lost_repeated_and_reordered_deltas_agree_in_500_runs()
    {
        const int Runs = 500;
        var checks = 0;
        for (var seed = 0; seed < Runs; seed++)
            checks += new StoreMesh(seed, nodes: 6).Run(operations: 150, cuts: false, deaths: false);
        output.WriteLine($"{checks} keys that had to be there in {Runs} runs");
        Assert.True(checks > Runs);
    }

    [Fact]
    public void Five_stores_keep_what_is_live_and_bring_nothing_back_over_100000_operations_and_cuts()
    {
        var checks = new StoreMesh(20_263, nodes: 5).Run(operations: 100_000, cuts: true, deaths: false);
        Assert.True(checks > 0);
    }

    [Fact]
    public void Stores_whose_nodes_die_and_are_replaced_lose_and_bring_back_nothing_in_200_runs()
    {
        const int Runs = 200;
        var checks = 0;
        for (var seed = 0; seed < Runs; seed++)
            checks += new StoreMesh(seed, nodes: 5).Run(operations: 300, cuts: false, deaths: true);
        output.WriteLine($"{checks} keys that had to be there in {Runs} runs");
        Assert.True(checks > Runs);
    }
}
