using Mesh.Dashboard.Models;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Dashboard.Tests.Support.SampleMesh;

namespace Mesh.Dashboard.Tests.Models;

public sealed class TopologyTests
{
    [Fact]
    public void Members_stand_in_their_zones_with_what_they_own()
    {
        var mesh = MeshOf(new FakeTimeProvider(), Instance("orders", "a"), Instance("orders", "b"), Instance("orders", "c", owner: Other), Instance("stock", "a"));

        var seen = Topology.Of(mesh.Snapshot, new FakeMeshInspector().Members);

        Assert.Equal(["a", "b"], seen.Zones.Select(z => z.Zone));
        Assert.Equal((3, 75), (seen.Zones[0].Nodes[0].Owned, (int)seen.Zones[0].Nodes[0].Percent));
        Assert.Equal((1, 1), (seen.Zones[1].Nodes[0].Owned, seen.Away));
    }
}
