using System.Collections.Immutable;

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
}
