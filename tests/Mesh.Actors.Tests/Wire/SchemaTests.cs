using CsCheck;
using Google.Protobuf;
using Mesh.KeyValues;
using Mesh.Replication;
using Mesh.Testing.Generators;
using Mesh.Wire;
using P = Mesh.Wire.Proto;

namespace Mesh.Actors.Tests.Wire;

/// <summary>What is coded by hand is the schema's protobuf: the generated classes read it whole and write the same bytes.</summary>
public sealed class SchemaTests(WireFixture wire) : IClassFixture<WireFixture>
{
    [Fact]
    public void Instance_has_the_bytes_of_the_schema() => CatalogGen.Instance.Sample(
        i => AssertSame<P.Instance>(i.ToWire().ToByteArray()), iter: 1_000);

    [Fact]
    public void Bucket_has_the_bytes_of_the_schema() => BucketGen.Bucket.Sample(
        b => AssertSame<P.InstanceBucket>(wire.Write(b)), iter: 300);

    [Fact]
    public void Push_has_the_bytes_of_the_schema() => WireGen.All[typeof(ReplicationProtocol.Push)].Sample(
        p => AssertSame<P.Push>(wire.Write(p)), iter: 300);

    [Fact]
    public void Bucket_state_has_the_bytes_of_the_schema() =>
        WireGen.All[typeof(ReplicationProtocol.BucketState)].Sample(
            s => AssertSame<P.BucketState>(wire.Write(s)), iter: 300);

    [Fact]
    public void Key_bucket_has_the_bytes_of_the_schema() => KeyGen.Bucket.Sample(
        b => AssertSame<P.KeyBucket>(wire.Write(b)), iter: 300);

    [Fact]
    public void Key_push_has_the_bytes_of_the_schema() =>
        WireGen.All[typeof(KeyReplicationProtocol.KeyPush)].Sample(p => AssertSame<P.KeyPush>(wire.Write(p)), iter: 300);

    [Fact]
    public void Key_bucket_state_has_the_bytes_of_the_schema() =>
        WireGen.All[typeof(KeyReplicationProtocol.KeyBucketState)].Sample(
            s => AssertSame<P.KeyBucketState>(wire.Write(s)), iter: 300);

    [Fact]
    public void Fields_of_a_newer_schema_are_skipped() => CatalogGen.Instance.Sample(
        instance =>
        {
            var newer = new CodedField(instance.ToWire().ToByteArray())
                .Varint(900, 7).Fixed64(901, 1).Bytes(902, [1, 2, 3]).Fixed32(903, 9).ToArray();

            Assert.Equal(instance, InstanceWire.Read(newer));
        },
        iter: 100);

    private static void AssertSame<T>(byte[] bytes)
        where T : IMessage<T>, new() =>
        Assert.Equal(
            Convert.ToHexString(bytes),
            Convert.ToHexString(new MessageParser<T>(() => new T()).WithDiscardUnknownFields(true).ParseFrom(bytes).ToByteArray()));
}
