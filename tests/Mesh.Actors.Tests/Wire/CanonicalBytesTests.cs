using System.Security.Cryptography;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Actors.Tests.Wire;

/// <summary>
/// The replicator compares states by a digest of their bytes: two processes that hold equal states must write equal
/// bytes. String hashing differs from process to process, so a hash that was committed by another process shows that
/// nothing of the order comes from it.
/// </summary>
public sealed class CanonicalBytesTests(WireFixture wire) : IClassFixture<WireFixture>
{
    private const string Committed = "e6dd4cabcb7ff7642973a4ff0007535ba6ef98eee44479ee97e9cd1ae0bb4a06";

    [Fact]
    public void Large_state_has_the_bytes_that_another_process_wrote()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(wire.Write(LargeState.Build(1_500, i => i))));

        Assert.True(hash == Committed, $"the state has the hash {hash}, {Committed} was written before");
    }

    [Fact]
    public void Order_of_arrival_does_not_show()
    {
        var forth = wire.Write(LargeState.Build(1_500, i => i));
        var back = wire.Write(LargeState.Build(1_500, i => 1_499 - i));

        Assert.True(forth.AsSpan().SequenceEqual(back), "the same writes in another order gave other bytes");
    }

    [Fact]
    public void State_that_was_read_is_written_as_it_came()
    {
        var bytes = wire.Write(LargeState.Build(1_500, i => i));

        var again = wire.Write((InstanceBucket)wire.Read(bytes, "rb1"));

        Assert.True(bytes.AsSpan().SequenceEqual(again));
    }

    [Fact]
    public void Equal_records_share_their_parts_after_reading()
    {
        var state = (InstanceBucket)wire.Read(wire.Write(LargeState.Build(300, i => i)), "rb1");
        var records = state.Logs.Values.SelectMany(l => l.Live.Values).ToArray();

        AssertShared(records, r => r.Service.Value);
        AssertShared(records, r => r.Zone);
        AssertShared(records, r => r.Version);
        AssertShared(records, r => r.Tags);
        AssertShared(records, r => r.Metadata);
        AssertShared(records, r => r.Ports);
        AssertShared(records, r => r.Health);
    }

    private static void AssertShared<T>(ServiceInstance[] records, Func<ServiceInstance, T> part)
        where T : class
    {
        var equal = records.Select(part).Distinct().Count();
        var objects = records.Select(part).Distinct(ReferenceEqualityComparer.Instance).Count();
        Assert.Equal(equal, objects);
    }
}
