using CsCheck;
using Mesh.Replication;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Wire;

/// <summary>Whatever comes in, it is either read or refused with the one documented exception.</summary>
public sealed class MalformedBytesTests(WireFixture wire) : IClassFixture<WireFixture>
{
    public static TheoryData<string> Messages { get; } = [.. WireSamples.All.Select(m => m.GetType().FullName!)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Damaged_bytes_are_read_or_refused(string type)
    {
        var message = WireSamples.All.Single(m => m.GetType().FullName == type);
        var manifest = wire.Serializer.Manifest(message);
        var bytes = wire.Write(message);

        Damage(bytes).Sample(damaged => AssertReadOrRefused(damaged, manifest), iter: 2_000);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Noise_is_read_or_refused(string type)
    {
        var manifest = wire.Serializer.Manifest(WireSamples.All.Single(m => m.GetType().FullName == type));

        Gen.Byte.Array[0, 60].Sample(noise => AssertReadOrRefused(noise, manifest), iter: 500);
    }

    [Fact]
    public void Every_cut_of_a_bucket_is_read_or_refused()
    {
        var bytes = wire.Write(WireSamples.All.OfType<InstanceBucket>().Single());

        for (var length = 0; length < bytes.Length; length++)
            AssertReadOrRefused(bytes[..length], WireManifests.InstanceBucket);
    }

    [Fact]
    public void Length_beyond_the_end_is_refused_without_making_room_for_it()
    {
        // A log that claims 2 GB - 1.
        var e = Refused([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07], WireManifests.InstanceBucket);

        Assert.Equal(WireManifests.InstanceBucket, e.Manifest);
        Assert.Contains("too late", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_above_the_limit_is_refused_before_it_is_looked_at()
    {
        var e = Refused(new byte[WireLimits.Message + 1], WireManifests.Renew);

        Assert.Contains($"at most {WireLimits.Message}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_part_is_named()
    {
        var e = Refused([], WireManifests.Accusation);

        Assert.Equal("mesh message 'ma1': the owner is missing", e.Message);
    }

    [Fact]
    public void Early_write_that_the_prefix_covers_is_refused()
    {
        // Owner "a", version 4, early write 5 that removes a key: the sender should have folded it in.
        var e = Refused(
            Convert.FromHexString("0a0f" + "0a03" + "0a0161" + "1004" + "2206" + "0805" + "1202" + "0a00"),
            WireManifests.InstanceBucket);

        Assert.Contains("early write 5 at version 4", e.Reason, StringComparison.Ordinal);
    }

    private static Gen<byte[]> Damage(byte[] bytes)
    {
        var place = Gen.Int[0, bytes.Length];
        return Gen.OneOf(
            Gen.Select(place, Gen.Byte, (at, b) => Set(bytes, at, b)),
            Gen.Select(place, Gen.Byte, place, Gen.Byte, (a, x, b, y) => Set(Set(bytes, a, x), b, y)),
            place.Select(at => bytes[..at]),
            place.Select(at => bytes[at..]),
            Gen.Select(place, Gen.Byte.Array[1, 8], (at, extra) => (byte[])[.. bytes[..at], .. extra, .. bytes[at..]]));
    }

    private static byte[] Set(byte[] bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        if (at < copy.Length)
            copy[at] = value;
        return copy;
    }

    private void AssertReadOrRefused(byte[] bytes, string manifest)
    {
        try
        {
            // What can be read can also be written: a node may pass it on.
            wire.Write((IWireMessage)wire.Read(bytes, manifest));
        }
        catch (MalformedMessageException e)
        {
            Assert.Equal(manifest, e.Manifest);
            Assert.NotEmpty(e.Reason);
        }
    }

    private MalformedMessageException Refused(byte[] bytes, string manifest) =>
        Assert.Throws<MalformedMessageException>(() => wire.Read(bytes, manifest));
}
