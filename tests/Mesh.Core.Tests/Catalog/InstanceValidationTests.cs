using Mesh.Catalog;
using Mesh.Testing;

namespace Mesh.Core.Tests.Catalog;

public sealed class InstanceValidationTests
{
    private static readonly ServiceInstance Web = TestCatalog.Instance("web", "w-1");

    [Theory]
    [InlineData(1, 16_384)]
    [InlineData(1_024, 400)]
    public void Tags_of_any_length_are_taken_while_the_record_has_room(int count, int length) =>
        Assert.Empty(InstanceValidation.Check(Web with { Tags = Texts(count, length) }));

    [Theory]
    [InlineData(1, 16_385, "tags")]
    [InlineData(1_025, 1, "tags")]
    [InlineData(100, 6_000, "record")]
    public void Tags_beyond_the_record_are_refused(int count, int length, string field) =>
        Assert.Equal(field, Assert.Single(InstanceValidation.Check(Web with { Tags = Texts(count, length) })).Field);

    [Fact]
    public void Text_is_counted_in_bytes()
    {
        Assert.Empty(InstanceValidation.Check(Web with { Tags = [.. Enumerable.Range(0, 30).Select(_ => new string('e', 16_000))] }));
        Assert.Equal(
            "record",
            Assert.Single(InstanceValidation.Check(Web with { Tags = [.. Enumerable.Range(0, 30).Select(_ => new string('é', 16_000))] })).Field);
    }

    [Fact]
    public void Metadata_of_doors_has_bounds_of_its_own()
    {
        Assert.Empty(InstanceValidation.Check(Web with { Metadata = One(DoorMetadata.Consul + new string('k', 500), new string('v', 8_000)) }));
        Assert.NotEmpty(InstanceValidation.Check(Web with { Metadata = One(new string('k', 129), "v") }));
        Assert.NotEmpty(InstanceValidation.Check(Web with { Metadata = One("k", new string('v', 513)) }));
        Assert.NotEmpty(InstanceValidation.Check(Web with { Metadata = One(DoorMetadata.Consul + "k", new string('v', 8_193)) }));
    }

    [Fact]
    public void Times_are_told_as_people_write_them()
    {
        var terms = new HealthTerms { Kind = HealthKind.Ttl, Ttl = TimeSpan.FromDays(400) };
        Assert.Equal("ttl: '9600h' must be 1s to 8760h", Assert.Single(InstanceValidation.Check(Web with { Health = terms })).ToString());
        Assert.Empty(InstanceValidation.Check(Web with { Health = terms with { Ttl = TimeSpan.FromHours(30) } }));
    }

    private static ValueList<string> Texts(int count, int length) =>
        ValueList.From(Enumerable.Range(0, count).Select(_ => new string('t', length)));

    private static ValueMap<string> One(string key, string value) => ValueMap<string>.From([new(key, value)]);
}
