using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Mesh.Federation.Transport;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;
using Mesh.Kademlia.Wire;
using Mesh.Testing;
using Mesh.Testing.Overlay;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Federation.Tests.Trust;

/// <summary>
/// What gateways and the authority once signed goes on being read, believed and passed on byte by byte: other meshes hold
/// credentials and records that any version may have signed.
/// </summary>
public sealed class SignedGoldenTests : IDisposable
{
    private const long Now = SignedGolden.Until - 1_000;

    private readonly ECDsa _authority;
    private readonly Credential _credential;

    public SignedGoldenTests()
    {
        SignedGolden.MakeMissing();
        _authority = KeyPoint.TryImport(SignedGolden.Read(SignedGolden.Authority))!;
        Assert.True(CredentialCodec.TryRead(SignedGolden.Read(SignedGolden.Credential), out var credential));
        _credential = credential;
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Golden_files_are_these() => Assert.Equal(
        SignedGolden.Files.Order(),
        Directory.GetFiles(Path.GetDirectoryName(SignedGolden.FileOf("x"))!).Select(f => Path.GetFileName(f)).Order());

    [Fact]
    public void Credential_is_believed_and_written_as_it_was()
    {
        Assert.Equal(("eu-grün", SignedGolden.Until, SignedGolden.Until - 1), (_credential.Mesh.Name, _credential.Mesh.Until, _credential.GatewayUntil));
        Assert.Null(_credential.Refusal(_authority, Now));
        AssertBytes(SignedGolden.Credential, CredentialCodec.Write(_credential));
        AssertBytes(SignedGolden.Credential, CredentialCodec.Write(CredentialCodec.FromPem(CredentialCodec.ToPem(_credential))));
    }

    [Fact]
    public void Credential_of_an_open_federation_is_believed_there_alone_and_written_as_it_was()
    {
        Assert.True(CredentialCodec.TryRead(SignedGolden.Read(SignedGolden.SelfNamed), out var own));

        Assert.Equal(("eu", false), (own.Mesh.Name, own.Mesh.IsCertified));
        Assert.Null(own.Refusal(null, Now));
        Assert.NotNull(own.Refusal(_authority, Now));
        AssertBytes(SignedGolden.SelfNamed, CredentialCodec.Write(own));
    }

    [Fact]
    public void Revocations_are_believed_and_written_as_they_were()
    {
        var list = RevocationCodec.FromPem(Encoding.ASCII.GetString(SignedGolden.Read(SignedGolden.Revocations)));

        Assert.True(list.IsGood(_authority));
        Assert.Equal((5UL, 1_773_500_966L), (list.Number, list.Issued));
        Assert.Equal([new NodeId(1, 2, 3, 4), NodeId.Max], list.Ids);
        AssertBytes(SignedGolden.Revocations, Encoding.ASCII.GetBytes(RevocationCodec.ToPem(list)));
    }

    [Fact]
    public void Record_of_a_mesh_is_believed_with_its_locator_and_written_as_it_was()
    {
        var signed = P.Record.Parser.ParseFrom(SignedGolden.Read(SignedGolden.Record));
        var store = new P.Datagram { Sender = ByteString.CopyFrom(NodeId.Max.ToByteArray()), Store = new P.Store { Records = { signed } } };

        Assert.True(KadCodec.TryRead(store.ToByteArray(), out var message, out var error), error);

        var record = Assert.Single(Assert.IsType<KadProtocol.Store>(message).Records);
        Assert.True(new EcdsaRecordVerifier().IsGood(record));
        Assert.Equal(_credential.MeshId, record.MeshId);
        AssertBytes(SignedGolden.Record, KadWriting.ToWire(record).ToByteArray());
        AssertBytes(SignedGolden.Locator, record.Payload.ToArray());
        Assert.True(LocatorCodec.TryRead(record.Payload, out var locator, out var certificate));
        Assert.Equal((SignedGolden.Gateways, _credential.Mesh), (locator, certificate));
        AssertBytes(SignedGolden.Locator, LocatorCodec.Write(locator, certificate).ToArray());
    }

    [Theory]
    [InlineData(SignedGolden.Question, true)]
    [InlineData(SignedGolden.Answer, false)]
    public void Sealed_datagram_is_read_believed_and_written_as_it_was_but_for_the_seal(string file, bool isQuestion)
    {
        var bytes = SignedGolden.Read(file);

        Assert.True(SealedCodec.TryRead(bytes, out var message, out var shown, out var error), error);

        using var key = KeyPoint.TryImport(_credential.GatewayPoint.Span)!;
        Assert.True(SealedCodec.IsSealedBy(key, bytes));
        Assert.Equal(isQuestion ? SignedGolden.Asked : SignedGolden.Answered, message);
        Assert.Equal(isQuestion ? CredentialCodec.Write(_credential) : [], shown.ToArray());
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var again = SealedCodec.Write(message, another, shown, isQuestion ? SignedGolden.Filled : 0);
        Assert.Equal(Convert.ToHexString(bytes[..^Signing.Size]), Convert.ToHexString(again[..^Signing.Size]));
        Assert.False(SealedCodec.IsSealedBy(key, again));
    }

    [Fact]
    public void Golden_bytes_show_every_field_of_the_schema()
    {
        IMessage[] shown =
        [
            .. KadSamples.All.Select(m => P.Datagram.Parser.ParseFrom(GoldenFile.BytesOf(File.ReadAllText(KadSamples.FileOf(m.GetType().Name))))),
            .. new[] { SignedGolden.Question, SignedGolden.Answer }.Select(f => P.Datagram.Parser.ParseFrom(SignedGolden.Read(f))),
            P.Credential.Parser.ParseFrom(SignedGolden.Read(SignedGolden.Credential)),
            P.Record.Parser.ParseFrom(SignedGolden.Read(SignedGolden.Record)),
            P.Locator.Parser.ParseFrom(SignedGolden.Read(SignedGolden.Locator)),
            P.RevocationList.Parser.ParseFrom(OfPem(Encoding.ASCII.GetString(SignedGolden.Read(SignedGolden.Revocations)))),
        ];

        Assert.Equal(
            SchemaFields.All(P.KademliaReflection.Descriptor).Order(StringComparer.Ordinal),
            shown.SelectMany(SchemaFields.SetIn).Distinct().Order(StringComparer.Ordinal));
    }

    private static byte[] OfPem(string text) => Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);

    private static void AssertBytes(string file, byte[] bytes) =>
        Assert.Equal(File.ReadAllText(SignedGolden.FileOf(file)), GoldenFile.TextOf(bytes));
}
