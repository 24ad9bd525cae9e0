using System.Text;
using Mesh.Kademlia.Routing;
using Mesh.Kademlia.Simulator;
using Mesh.Kademlia.Simulator.Cases;
using Mesh.Kademlia.Simulator.Overlay;
using Mesh.Kademlia.Simulator.Reports;

namespace Mesh.Kademlia.Tests;

/// <summary>The cases of <c>./bench.sh kademlia</c> at small size: every figure within its bound, twice the same.</summary>
public sealed class SimulatorTests
{
    public static TheoryData<string> Cases { get; } = ["static", "growth", "healing", "churn", "publication", "multivalue", "crowdedkey", "hotkey", "colluders", "sybils"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Small_case_meets_its_goals(string name)
    {
        var report = Run(name);
        Assert.NotEmpty(report.Figures);
        Assert.All(report.Figures, f => Assert.True(f.IsMet, $"{f.Name}: {Report.Number(f.Value)} {f.Unit}, goal {f.Bound}"));
    }

    [Fact]
    public void Two_runs_give_the_same_results() => Assert.Equal(Run("churn").ToJson(), Run("churn").ToJson());

    [Fact]
    public void Derived_and_held_tables_agree_on_ten_thousand_peers()
    {
        var random = new KadRandom(1);
        var settings = LearnedOverlay.Settings(20);
        var peers = Population.Random(10_000, ref random);
        var ideal = new IdealTable(peers, 20, random.Next());
        var (derived, held) = (new Contact[20], new Contact[20]);
        for (var i = 0; i < 10_000; i += 40)
        {
            RoutingTable table = ExplicitCase.Fill(peers, ideal.Of(i), i, settings);
            Assert.Equal(ideal.All().Count(), table.Count);
            for (var j = 0; j < 8; j++)
            {
                // Far from the owner, and near it.
                var target = NodeId.Random(ref random);
                target = j < 4 ? target : peers[i].Id.WithSuffix(random.Below(16), target);
                var count = ideal.Closest(target, derived);
                Assert.Equal(derived[..count], held[..table.Closest(target, held)]);
            }
        }
    }

    [Fact]
    public void Charts_are_well_formed()
    {
        SizePoint[] sizes = [new(1_000, 1.9, 3, 21), new(1_000_000, 3.4, 5, 26)];
        TimePoint[] times = [new(1_000, 0, 77, 200), new(1_000_000, 0, 204, 366), new(1_000, 10, 83, 270), new(1_000_000, 10, 221, 447)];
        foreach (var svg in (string[])[Charts.Hops(sizes), Charts.Latency(times)])
        {
            var root = System.Xml.Linq.XDocument.Parse(svg).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            Assert.True(root.Elements().Count(e => e.Name.LocalName == "polyline") >= 3);
        }
    }

    private static Report Run(string name)
    {
        var report = new Report();
        AllCases.ByName.Single(c => c.Name == name).Run(new Trial(IsSmall: true, Seed: 20, report, new Progress(new StringWriter(new StringBuilder()))));
        return report;
    }
}
