using System.Security.Cryptography;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;

namespace Mesh.Federation.Tests.Trust;

/// <summary>A record is what its mesh signed, or it is nothing.</summary>
public sealed class RecordSignatureTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly EcdsaRecordVerifier _verifier = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Signed_record_is_good_and_fits()
    {
        var record = Signed();
        Assert.True(_verifier.IsGood(record));
        Assert.InRange(record.Size, 1, KadSettings.Default.MaxRecordBytes);
        Assert.Equal(NodeId.OfPublicKey(_key.ExportSubjectPublicKeyInfo()), record.MeshId);
        Assert.True(LocatorCodec.TryRead(record.Payload, out var locator));
        Assert.Equal(Locator(), locator);
    }

    [Fact]
    public void Any_changed_field_makes_it_bad()
    {
        var record = Signed();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(_verifier.IsGood(record with { Key = record.Key.Flip(255) }));
        Assert.False(_verifier.IsGood(record with { MeshId = record.MeshId.Flip(0) }));
        Assert.False(_verifier.IsGood(record with { Sequence = record.Sequence + 1 }));
        Assert.False(_verifier.IsGood(record with { NotAfter = record.NotAfter + 1 }));
        Assert.False(_verifier.IsGood(record with { Payload = default }));
        Assert.False(_verifier.IsGood(record with { PublicKey = other.ExportSubjectPublicKeyInfo() }));
        Assert.False(_verifier.IsGood(record with { PublicKey = new byte[91], MeshId = NodeId.OfPublicKey(new byte[91]) }));
        Assert.False(_verifier.IsGood(record with { Signature = default }));
    }

    [Fact]
    public void Any_changed_bit_of_the_payload_or_signature_makes_it_bad()
    {
        var record = Signed();
        for (var i = 0; i < record.Payload.Length + record.Signature.Length; i++)
        {
            var (payload, signature) = (record.Payload.ToArray(), record.Signature.ToArray());
            if (i < payload.Length)
                payload[i] ^= 1;
            else
                signature[i - payload.Length] ^= 1;
            Assert.False(_verifier.IsGood(record with { Payload = payload, Signature = signature }));
        }
    }

    [Fact]
    public void Key_of_another_curve_is_not_taken()
    {
        using var secp256 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.False(_verifier.IsGood(new EcdsaRecordSigner(secp256).Sign(NodeId.Max, 1, 1, new byte[] { 1 })));
    }

    private static MeshLocator Locator() => new(
        7,
        0,
        [.. Enumerable.Range(0, MeshLocator.MaxGateways).Select(i => new GatewayEndpoint(
            new KadAddress((UInt128)0x20010db8 << 96 | (uint)i, 7946), "europe-west-1-zone-b", 100 + i))]);

    private KadRecord Signed() => new EcdsaRecordSigner(_key).Sign(
        ServiceKey.Of("acme", "orders"), 5, 1_700_000_000_000, LocatorCodec.Write(Locator()));
}
