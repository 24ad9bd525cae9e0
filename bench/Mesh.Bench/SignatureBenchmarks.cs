using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Links;
using Mesh.Replication;
using Mesh.Trust;
using Mesh.Wire;
using Guard = Mesh.Replication.EntryGuard<Mesh.Replication.InstanceBucket, Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Bench;

/// <summary>
/// What TLS adds to a write and to a merge since entries are taken from their owner or with its signature: for each message the look at its sender, for
/// each push the look at whose log it is, for each bucket that changed one signature a second, for each log that another gives the check of it.
/// </summary>
public class SignatureBenchmarks
{
    private const int Buckets = 64;

    private static readonly Owner Writer = new("127.0.0.1:4001", 1);
    private static readonly Owner Reader = new("127.0.0.1:4002", 2);
    private static readonly Owner Relay = new("127.0.0.1:4003", 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("mesh-bench").FullName;
    private readonly LinkVoice _voice = new(Writer, isLimited: false);
    private OwnSeals<InstanceKey, ServiceInstance> _seals = null!;
    private Guard _guard = null!;
    private InstanceBucket _push = InstanceBucket.Empty;
    private InstanceBucket _bucket = InstanceBucket.Empty;
    private OwnerLog _log = OwnerLog.Empty;
    private ImmutableArray<OwnerSeal> _given = [];
    private byte[] _message = [];

    [Params("ECDSA P-256", "RSA 2048")]
    public string Key { get; set; } = "";

    /// <summary>Of the owner in the bucket; a mesh of three with 100,000 instances has 500.</summary>
    [Params(500)]
    public int Records { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var trust = new MeshTrust(MeshCertificates.Of(Files())!);
        var terms = new EntryGuardTerms<InstanceKey, ServiceInstance>(
            trust, "mesh", "instances", InstanceBucketWire.Instance.Digest, static (_, _) => true, new RefusedEntries(TimeProvider.System), TimeProvider.System);
        trust.Meet(Writer, trust.Certificates.Current.Own, signs: true, "mesh");
        _seals = new(Writer, Buckets, terms, new SealKeys(trust.Certificates, "mesh", TimeProvider.System));
        _guard = new Guard(Reader, Buckets, terms);
        for (var i = 0; i < Records; i++)
            _log = _log.Append(Record(i).Key, Record(i), out _);
        _bucket = InstanceBucket.Empty.With(Writer, _log);
        _push = InstanceBucket.Of(Writer, new Replication.BucketEvent<InstanceKey, ServiceInstance>(7, Record(1).Key, Record(1)));
        _seals.Wrote(1, _log);
        _given = [new OwnerSeal(Writer, _seals.Sign().Single())];
        _message = Envelope(WireCatalogue.ByType[typeof(ReplicationProtocol.Push)].Write(
            new ReplicationProtocol.Push(Writer, 0, false, [new BucketPart(1, _push)], PolicyTable.Empty)));
    }

    /// <summary>Each message over a link with TLS.</summary>
    [Benchmark]
    public bool LookAtSender() => _voice.Admits(_message);

    /// <summary>Each part of a push that its owner sends.</summary>
    [Benchmark]
    public object TakeFromOwner() => _guard.Given(Writer, 1, _push);

    /// <summary>Each bucket that changed, once a second at most.</summary>
    [Benchmark]
    public object Sign()
    {
        _seals.Wrote(1, _log);
        return _seals.Sign();
    }

    /// <summary>Each log that another node gives.</summary>
    [Benchmark]
    public object TakeWithSignature() => _guard.Given(Relay, 1, _bucket, _given);

    [GlobalCleanup]
    public void Clean()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private MeshTlsOptions Files()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var isRsa = Key.StartsWith("RSA", StringComparison.Ordinal);
        var request = isRsa
            ? new CertificateRequest("CN=bench", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=bench", ecdsa, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var file = Path.Combine(_folder, "node");
        File.WriteAllText(file + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(file + ".key", isRsa ? rsa.ExportPkcs8PrivateKeyPem() : ecdsa.ExportPkcs8PrivateKeyPem());
        return new MeshTlsOptions { CertificateFile = file + ".pem", KeyFile = file + ".key", AuthorityFile = file + ".pem" };
    }

    /// <summary>A message of Akka's protocol to an actor, by a selection, as pushes are.</summary>
    private static byte[] Envelope(byte[] content)
    {
        var writer = WireWriter.Rent();
        var message = writer.Begin(1);
        var envelope = writer.Begin(2);
        Actor(ref writer, 1, "akka.ssl.tcp://mesh@127.0.0.1:4002/");
        var outer = writer.Begin(2);
        var selection = writer.Begin(1);
        var inner = writer.Begin(1);
        writer.Bytes(1, content);
        writer.Number(2, MeshSerializer.Id);
        writer.Text(3, WireManifests.Push);
        writer.End(inner);
        writer.End(selection);
        writer.Number(2, 6);
        writer.End(outer);
        Actor(ref writer, 4, "akka.ssl.tcp://mesh@127.0.0.1:4001/user/mesh/replication#1234567890");
        writer.End(envelope);
        writer.End(message);
        return writer.ToArray();
    }

    private static void Actor(ref WireWriter writer, int field, string path)
    {
        var mark = writer.Begin(field);
        writer.Text(1, path);
        writer.End(mark);
    }

    private static ServiceInstance Record(int i)
    {
        var number = i.ToString(CultureInfo.InvariantCulture);
        return new ServiceInstance
        {
            Service = ServiceName.Parse("orders"),
            Id = InstanceId.Parse("orders-" + number),
            Host = "10.1.2.3",
            Port = 8080,
            Tags = ["eu", "canary"],
            Status = InstanceStatus.Passing,
            Claim = 1_773_500_966_000_000 + i,
        };
    }
}
