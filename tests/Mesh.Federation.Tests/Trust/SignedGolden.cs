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

namespace Mesh.Federation.Tests.Trust;

/// <summary>
/// What was signed once, by keys that nobody has any more: signatures are random, so these files are made where there are
/// none and never anew.
/// </summary>
internal static class SignedGolden
{
    public const string Authority = "authority.hex";
    public const string Credential = "credential.hex";
    public const string SelfNamed = "credential-self-named.hex";
    public const string Revocations = "revocations.hex";
    public const string Locator = "locator.hex";
    public const string Record = "record.hex";
    public const string Question = "sealed-question.hex";
    public const string Answer = "sealed-answer.hex";

    public static readonly IReadOnlyList<string> Files =
        [Authority, Credential, SelfNamed, Revocations, Locator, Record, Question, Answer];

    /// <summary>Unix seconds: 2036-01-01.</summary>
    public const long Until = 2_082_758_400;

    public static MeshLocator Gateways { get; } = new(
        Epoch: 7,
        Flags: 1,
        [
            new(KadAddress.V4(0x0a000001, 4_100), "eu-west", 100),
            new(KadAddress.From(new(System.Net.IPAddress.Parse("2001:db8::7"), 4_101)), "grün", ushort.MaxValue),
        ]);

    /// <summary>Bytes that the question is filled up to.</summary>
    public const int Filled = 700;

    /// <summary>A question to one who may not know the asker: with its credential, and filled up.</summary>
    public static KadMessage Asked { get; } = KadSamples.All.OfType<KadProtocol.Ping>().Single();

    public static KadMessage Answered { get; } = KadSamples.All.OfType<KadProtocol.Pong>().Single();

    public static string FileOf(string name) => SourceTree.PathOf("tests", "Mesh.Federation.Tests", "Trust", "Golden", name);

    public static byte[] Read(string name) => GoldenFile.BytesOf(GoldenFile.Read(FileOf(name), name));

    public static void MakeMissing()
    {
        if (!GoldenFile.Rewrites || File.Exists(FileOf(Authority)))
            return;
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var mesh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var gateway = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var credential = Mesh.Federation.Trust.Credential.Issue(
            mesh, MeshCertificate.Issue(authority, KeyPoint.Of(mesh), "eu-grün", Until), KeyPoint.Of(gateway), Until - 1);
        var own = CredentialCodec.Write(credential);
        var record = new EcdsaRecordSigner(mesh).Sign(
            NodeId.OfHash("orders"u8), 3, Until * 1000, LocatorCodec.Write(Gateways, credential.Mesh));
        Write(Authority, KeyPoint.Of(authority));
        Write(Credential, own);
        Write(SelfNamed, CredentialCodec.Write(Mesh.Federation.Trust.Credential.Issue(
            mesh, MeshCertificate.SelfNamed("eu"), KeyPoint.Of(gateway), Until)));
        Write(Revocations, Encoding.ASCII.GetBytes(RevocationCodec.ToPem(
            RevocationList.Issue(authority, 5, 1_773_500_966, [new NodeId(1, 2, 3, 4), NodeId.Max]))));
        Write(Locator, record.Payload.ToArray());
        Write(Record, KadWriting.ToWire(record).ToByteArray());
        Write(Question, SealedCodec.Write(Asked, gateway, own, Filled));
        Write(Answer, SealedCodec.Write(Answered, gateway, default, 0));
    }

    private static void Write(string name, byte[] bytes) => File.WriteAllText(FileOf(name), GoldenFile.TextOf(bytes));
}
