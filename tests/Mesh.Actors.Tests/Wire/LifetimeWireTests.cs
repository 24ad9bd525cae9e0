using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Wire;
using P = Mesh.Wire.Proto;

namespace Mesh.Actors.Tests.Wire;

public sealed class LifetimeWireTests
{
    [Fact]
    public void Every_kind_of_life_is_read_as_it_was_written()
    {
        foreach (var life in Enum.GetValues<Lifetime>())
        {
            var record = Some.Record(Some.Key(1)) with { Life = life, Home = "10.0.0.1:4053", Shared = true };
            Assert.Equal(record, InstanceWire.Read(record.ToWire().Span));
        }
    }

    [Fact]
    public void Record_of_an_earlier_version_floats_when_it_was_kept_and_counts_as_leased_when_it_is_renewed()
    {
        Assert.Equal(P.Lifetime.Unsaid, LifetimeWire.Write(Lifetime.Floating));
        Assert.Equal(P.Lifetime.Unsaid, LifetimeWire.Write(Lifetime.Owned));
        Assert.Equal(Lifetime.Floating, LifetimeWire.Read(0, kept: true));
        var renewed = Some.Record(Some.Key(1)) with { Health = new HealthTerms { Kind = HealthKind.Ttl } };
        Assert.Equal(Lifetime.Leased, Lifetimes.Settled(renewed));
        Assert.True(Lifetimes.LivesOn(renewed));
    }
}
