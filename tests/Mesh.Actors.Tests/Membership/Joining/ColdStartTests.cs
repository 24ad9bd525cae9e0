using System.Collections.Immutable;
using CsCheck;

namespace Mesh.Actors.Tests.Membership.Joining;

public class ColdStartTests
{
    private static readonly string[] Nodes = ["10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1"];

    /// <summary>Hellos are answered by the transport, knocks by an actor of a node that has too much to do.</summary>
    [Fact]
    public void Seeds_that_greet_at_once_and_answer_late_form_one_mesh()
    {
        var world = new JoinWorld(Nodes.ToImmutableSortedDictionary(n => n, _ => 0.0), (_, _) => 0.01, (_, _) => 3).Run(60);

        Assert.Equal([Nodes[0]], world.Formed);
        Assert.All(Nodes, n => Assert.Equal(Nodes.Length, world.MembersOf(n)));
        Assert.Empty(world.Moved);
    }

    /// <summary>Nobody is in a mesh that it has to leave again, so that each says ready once.</summary>
    [Fact]
    public void Slow_nodes_that_start_within_seconds_of_each_other_form_one_mesh()
    {
        Gen.Select(Gen.Int[2, 5], Gen.Int).Sample((count, seed) =>
        {
            var random = new Random(seed);
            var starts = Enumerable.Range(1, count)
                .ToImmutableSortedDictionary(n => $"10.0.0.{n}:1", _ => random.NextDouble() * 5, StringComparer.Ordinal);
            var world = new JoinWorld(starts, (_, _) => random.NextDouble() * 4, (_, _) => random.NextDouble() * 3).Run(120);

            Assert.Single(world.Formed);
            Assert.All(starts.Keys, n => Assert.Equal(count, world.MembersOf(n)));
            Assert.Empty(world.Moved);
        });
    }
}
