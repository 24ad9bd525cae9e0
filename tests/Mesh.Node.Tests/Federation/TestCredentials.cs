using Mesh.Federation.Link;
using Mesh.Federation.Trust;
using Mesh.Node.Certs;
using Mesh.Testing;
using Microsoft.Extensions.Logging;

namespace Mesh.Node.Tests.Federation;

/// <summary>Folders as the command line makes them, of an authority of its own.</summary>
internal sealed class TestCredentials : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-credentials-");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public TestCredentials() => CertsIssue.Authority(At("ca"), "test federation", _now, _now + TimeSpan.FromDays(100));

    /// <summary>What those who load these credentials log.</summary>
    public MemoryLog Log { get; } = new();

    /// <summary>The id of a mesh that has gateways here.</summary>
    public string MeshId(string mesh) => At(mesh).Credential(IdentityFiles.MeshCredential).MeshId.ToString();

    /// <summary>A gateway of a mesh, which is made with its first one; the folder's path.</summary>
    /// <param name="age">How long ago its certificate was made.</param>
    public string Gateway(string mesh, string name, TimeSpan age = default, TimeSpan? life = null)
    {
        var born = _now - age;
        if (!At(mesh).Has(IdentityFiles.MeshKey))
            CertsIssue.Mesh(At("ca"), At(mesh), mesh, born, _now + TimeSpan.FromDays(50));
        CertsIssue.Gateway(At(mesh), At(name), ["127.0.0.1"], born, born + (life ?? TimeSpan.FromDays(10)));
        return At(name).Path;
    }

    public string PathOf(string name) => At(name).Path;

    /// <summary>Revokes a gateway or a mesh and brings the list to the folder of a gateway.</summary>
    public void Revoke(string to, string? gateway = null, string? mesh = null)
    {
        var id = gateway is null ? MeshId(mesh!) : At(gateway).Credential(IdentityFiles.Credential).NodeId.ToString();
        CertsIssue.Revoke(At("ca"), id, _now);
        File.Copy(At("ca")[IdentityFiles.Revocations], At(to)[IdentityFiles.Revocations], overwrite: true);
    }

    public FederationTls Tls(string mesh, string name, TimeSpan age = default, TimeSpan? life = null) =>
        Load(Gateway(mesh, name, age, life));

    public FederationTls Load(string folder)
    {
        var logs = LoggerFactory.Create(b => b.AddProvider(Log));
        return FederationTls.Load(
            Path.Combine(folder, IdentityFiles.GatewayCertificate),
            Path.Combine(folder, IdentityFiles.GatewayKey),
            Path.Combine(folder, IdentityFiles.AuthorityCertificate),
            new TlsRefusals(logs.CreateLogger<TlsRefusals>(), TimeProvider.System));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private CertsFolder At(string name) => new(Path.Combine(_folder.FullName, name));
}
