using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Formats.Consul;

namespace Mesh.Doors.Tests.Consul.Mapping;

public sealed class ConsulMetadataTests
{
    private static readonly Gen<ValueMap<string>> Map = Gen.Select(
        Gen.OneOf("a", "b", "wan", "lan_ipv4"), Gen.OneOf("x", "10.0.0.1", "fe80::1"), KeyValuePair.Create)
        .Array[0, 3].Select(ValueMap<string>.From);

    [Fact]
    public void What_is_written_is_read() => Gen.Select(Map, Map, Gen.Int[0, 65_535], Gen.Bool, Gen.Bool).Sample(
        (meta, addresses, number, flag, isExternal) =>
        {
            var metadata = new ConsulMetadata
            {
                Meta = meta,
                Name = flag ? "Web" : "",
                ServiceId = flag ? "w-1" : "",
                HasNoAddress = flag,
                WarningWeight = number,
                EnableTagOverride = !flag,
                Kind = flag ? "connect-proxy" : "",
                TaggedAddresses = ValueMap<TaggedAddress>.From(
                    addresses.Select(a => KeyValuePair.Create(a.Key, new TaggedAddress(a.Value, number)))),
                Node = isExternal ? new CatalogNode("ext", "10.0.0.9", "id") { Meta = meta, TaggedAddresses = addresses } : null,
            };

            var written = metadata.ToMetadata();

            Assert.Equal(metadata, ConsulMetadata.Read(written));
            Assert.Equal(isExternal, ConsulMetadata.IsExternal(written));
        });

    [Fact]
    public void Defaults_leave_nothing_behind()
    {
        var meta = ValueMap<string>.From([new("team", "a")]);

        Assert.Equal(meta, (ConsulMetadata.Empty with { Meta = meta }).ToMetadata());
        Assert.Same(ConsulMetadata.Empty, ConsulMetadata.Read(ValueMap<string>.Empty));
    }
}
