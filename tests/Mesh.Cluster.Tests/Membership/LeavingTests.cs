using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Testing;

namespace Mesh.Cluster.Tests.Membership;

public class LeavingTests
{
    // Patience with a machine that stands still for seconds, where silence is not what a test is about.
    private static readonly Config Patient =
        ConfigurationFactory.ParseString("akka.cluster.failure-detector.acceptable-heartbeat-pause = 60s");

    private static async Task<MembershipNode[]> MeshOfAsync(int count, Config? config = null)
    {
        var first = MembershipNode.Start(config: config);
        var nodes = new[] { first }
            .Concat(Enumerable.Range(1, count - 1).Select(_ => MembershipNode.Start([first.Address], config: config)))
            .ToArray();
        foreach (var node in nodes)
            await node.SeesAsync(nodes);
        return nodes;
    }

    private static async Task EndAsync(IEnumerable<MembershipNode> nodes)
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Member_that_leaves_in_order_is_never_suspected()
    {
        var nodes = await MeshOfAsync(3, Patient);
        try
        {
            await nodes[2].LeaveAsync();
            foreach (var node in nodes[..2])
            {
                await node.SeesAsync(nodes[0], nodes[1]);
                var gone = node.Told.Seen.OfType<MembershipProtocol.MemberRemoved>().Single();
                Assert.Equal(Causes.MemberLeft, gone.Evidence.Cause);
                Assert.DoesNotContain(node.Told.Seen, m => m is MembershipProtocol.StandingChanged);
            }
        }
        finally
        {
            await EndAsync(nodes);
        }
    }

    [Fact]
    public async Task Member_whose_process_ends_is_suspected_by_all_and_then_removed()
    {
        var nodes = await MeshOfAsync(4);
        try
        {
            // The oldest, so that the others have to do without the leader.
            await nodes[0].CrashAsync();
            foreach (var node in nodes[1..])
                await node.HadStandingAsync(nodes[0], Standing.Suspect);
            foreach (var node in nodes[1..])
            {
                await node.SeesAsync(nodes[1..]);
                Assert.Equal(
                    Causes.MemberRemoved, node.Told.Seen.OfType<MembershipProtocol.MemberRemoved>().Single().Evidence.Cause);
            }
        }
        finally
        {
            await EndAsync(nodes);
        }
    }

    [Fact]
    public async Task Survivor_of_two_removes_its_crashed_peer()
    {
        var nodes = await MeshOfAsync(2);
        try
        {
            await nodes[0].CrashAsync();
            await nodes[1].SeesAsync(nodes[1]);
        }
        finally
        {
            await EndAsync(nodes);
        }
    }

    [Fact]
    public async Task Survivor_of_three_removes_both()
    {
        var nodes = await MeshOfAsync(3);
        try
        {
            await Task.WhenAll(nodes[0].CrashAsync(), nodes[1].CrashAsync());
            await nodes[2].SeesAsync(nodes[2]);
        }
        finally
        {
            await EndAsync(nodes);
        }
    }

    [Fact]
    public async Task Node_that_restarts_on_its_port_replaces_its_old_incarnation()
    {
        var nodes = await MeshOfAsync(3);
        var port = int.Parse(nodes[2].Address.Split(':')[1], null);
        await nodes[2].CrashAsync();
        var again = MembershipNode.Start(port: port, seeds: [nodes[0].Address]);
        try
        {
            foreach (var node in (MembershipNode[])[nodes[0], nodes[1], again])
                await node.SeesAsync(nodes[0], nodes[1], again);
        }
        finally
        {
            await EndAsync([.. nodes, again]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_sits_on_a_dead_members_port_keeps_nobody_from_removing_it(bool isNodeOfAnotherMesh)
    {
        var nodes = await MeshOfAsync(3);
        var port = int.Parse(nodes[2].Address.Split(':')[1], null);
        await nodes[2].CrashAsync();
        await using var foreign = isNodeOfAnotherMesh ? MembershipNode.Start(port: port, meshName: "blue") : null;
        // It takes connections, and says nothing.
        using var mute = isNodeOfAnotherMesh ? null : new TcpListener(IPAddress.Loopback, port);
        mute?.Start();
        try
        {
            foreach (var node in nodes[..2])
                await node.SeesAsync(nodes[0], nodes[1]);
            await using var late = MembershipNode.Start([nodes[0].Address]);
            foreach (var node in (MembershipNode[])[nodes[0], nodes[1], late])
                await node.SeesAsync(nodes[0], nodes[1], late);
            foreach (var node in nodes[..2])
                Assert.DoesNotContain(node.Reports.Seen, r => r is MembershipReport.MustRejoin or MembershipReport.Refused);
        }
        finally
        {
            await EndAsync(nodes);
        }
    }

    [Fact]
    public async Task Orders_leave_and_down_are_carried_out_and_unknown_addresses_refused()
    {
        var nodes = await MeshOfAsync(3);
        try
        {
            Assert.IsType<MembershipProtocol.UnknownMember>(
                await nodes[0].Membership.Ask(new MembershipProtocol.Leave("10.9.9.9:1"), Patience.Limit));

            Assert.IsType<MembershipProtocol.Ordered>(
                await nodes[0].Membership.Ask(new MembershipProtocol.Leave(nodes[1].Address), Patience.Limit));
            await nodes[1].Reports.OneAsync<MembershipReport.Leaving>("the second leaves");
            await nodes[0].SeesAsync(nodes[0], nodes[2]);

            Assert.IsType<MembershipProtocol.Ordered>(
                await nodes[0].Membership.Ask(new MembershipProtocol.Down(nodes[2].Address), Patience.Limit));
            await nodes[0].SeesAsync(nodes[0]);
            await nodes[2].Reports.OneAsync<MembershipReport.MustRejoin>("the third is to rejoin");
        }
        finally
        {
            await EndAsync(nodes);
        }
    }

    [Fact]
    public async Task Members_are_listed_with_status_and_standing()
    {
        var nodes = await MeshOfAsync(2);
        try
        {
            var members = nodes[0].Members.Current;

            Assert.Equal([nodes[0].Owner, nodes[1].Owner], members.Items.Select(m => m.Owner));
            Assert.All(members.Items, m => Assert.Equal(("up", Standing.Confirmed), (m.Status, m.Standing)));
            Assert.Equal([true, false], members.Items.Select(m => m.IsSelf));
        }
        finally
        {
            await EndAsync(nodes);
        }
    }
}
