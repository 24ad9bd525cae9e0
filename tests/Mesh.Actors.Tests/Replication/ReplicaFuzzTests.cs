using Xunit.Abstractions;

namespace Mesh.Actors.Tests.Replication;

/// <summary>Whole meshes in memory, with lost, repeated and late deltas. The seed of a failing run is in its message.</summary>
public sealed class ReplicaFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Six_replicas_with_lost_repeated_and_reordered_deltas_agree_in_2000_runs()
    {
        const int Runs = 2_000;
        var wrong = 0;
        for (var seed = 0; seed < Runs; seed++)
            wrong += Run(new Random(seed), replicas: 6, operations: 120, cuts: false) ? 0 : 1;
        output.WriteLine($"{wrong} wrong states in {Runs} runs");
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Five_replicas_agree_with_the_model_after_100000_operations_and_cuts() =>
        Assert.True(Run(new Random(20_261), replicas: 5, operations: 100_000, cuts: true));

    private static bool Run(Random random, int replicas, int operations, bool cuts)
    {
        var mesh = Enumerable.Range(0, replicas).Select(n => new Replica(n)).ToArray();
        var late = new List<(int To, Mesh.Replication.InstanceBucket Delta)>();
        var side = new int[replicas];
        for (var step = 1; step <= operations; step++)
        {
            if (cuts && random.Next(500) == 0)
                Array.ForEach(Enumerable.Range(0, replicas).ToArray(), n => side[n] = random.Next(2));
            var who = random.Next(replicas);
            mesh[who].Write(Some.Key(random.Next(12)), step, remove: random.Next(3) == 0);
            var delta = mesh[who].Outbox[^1];
            for (var to = 0; to < replicas; to++)
            {
                if (to == who || side[to] != side[who])
                    continue;
                // Three in ten are lost, two come late or twice.
                var fate = random.Next(10);
                if (fate >= 3)
                    mesh[to].Receive(delta);
                if (fate is 3 or 4)
                    late.Add((to, delta));
                if (fate == 2)
                    late.Add((to, delta));
            }

            Deliver(random, mesh, late, side);
            if (random.Next(40) == 0)
                Exchange(mesh, side, random.Next(replicas), random.Next(replicas));
        }

        return Heal(mesh);
    }

    private static void Deliver(Random random, Replica[] mesh, List<(int To, Mesh.Replication.InstanceBucket Delta)> late, int[] side)
    {
        while (late.Count > 0 && random.Next(3) == 0)
        {
            var at = random.Next(late.Count);
            if (side[late[at].To] == 0)
                mesh[late[at].To].Receive(late[at].Delta);
            late.RemoveAt(at);
        }
    }

    private static void Exchange(Replica[] mesh, int[] side, int one, int other)
    {
        if (one == other || side[one] != side[other])
            return;
        mesh[one].Receive(mesh[other].Bucket);
        mesh[other].Receive(mesh[one].Bucket);
    }

    private static bool Heal(Replica[] mesh)
    {
        foreach (var to in mesh)
        {
            foreach (var from in mesh)
                to.Receive(from.Bucket);
        }

        var model = mesh.SelectMany(r => r.Model.Select(m => (r.Owner, m.Key, m.Value)))
            .OrderBy(e => e.Owner).ThenBy(e => e.Key).ToArray();
        return mesh.All(r => r.Entries().SequenceEqual(model)
            && r.Bucket.Logs.Values.All(l => l.Cloud.IsEmpty)
            && r.Bucket.SameAs(mesh[0].Bucket));
    }
}
