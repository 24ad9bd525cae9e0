using System.Security.Cryptography.X509Certificates;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Replication;
using Mesh.Trust;
using Mesh.Wire;
using OwnerLog = Mesh.Replication.OwnerLog<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Trust;

/// <summary>One node as the guards of others see it: its certificate, and what it signs.</summary>
internal sealed class Signer
{
    public const int Buckets = 64;
    private const string Mesh = "mesh";

    private readonly MeshTlsOptions _tls;

    public Signer(Owner owner, MeshTlsOptions tls)
    {
        (Owner, _tls) = (owner, tls);
        Trust = new MeshTrust(MeshCertificates.Of(tls)!);
        Guard = new EntryGuard<InstanceBucket, InstanceKey, ServiceInstance>(owner, Buckets, TermsOf(Trust));
    }

    public Owner Owner { get; }

    public MeshTrust Trust { get; }

    public EntryGuard<InstanceBucket, InstanceKey, ServiceInstance> Guard { get; }

    public RefusedEntries Refused { get; } = new(TimeProvider.System);

    /// <summary>A link with that node is open.</summary>
    public void Meets(Signer other, bool signs = true)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(other._tls.CertificateFile));
        Trust.Meet(other.Owner, certificate, signs, Mesh);
    }

    /// <summary>Signs its log of a bucket, as it does a while after it was pushed.</summary>
    public OwnerSeal Sign(int index, OwnerLog log)
    {
        var seals = new OwnSeals<InstanceKey, ServiceInstance>(
            Owner, Buckets, TermsOf(Trust), new SealKeys(Trust.Certificates, Mesh, TimeProvider.System));
        seals.Wrote(index, log);
        return new OwnerSeal(Owner, seals.Sign().Single());
    }

    /// <summary>What this node takes of another's log that a third one gives it.</summary>
    public OwnerLog TakesFrom(Signer by, int index, Owner owner, OwnerLog log, params OwnerSeal[] seals) =>
        Guard.Given(by.Owner, index, InstanceBucket.Empty.With(owner, log), [.. seals]).LogOf(owner);

    private EntryGuardTerms<InstanceKey, ServiceInstance> TermsOf(MeshTrust trust) => new(
        trust, Mesh, "instances", InstanceBucketWire.Instance.Digest,
        static (limits, key) => limits.AllowsService(key.Service.Value), Refused, TimeProvider.System);
}
