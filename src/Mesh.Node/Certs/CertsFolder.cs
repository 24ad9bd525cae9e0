using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Federation.Trust;
using Mesh.Node.Disk;

namespace Mesh.Node.Certs;

/// <summary>A folder with keys and certificates of a federation. Nothing that is there is written over.</summary>
internal sealed class CertsFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public bool Has(string name) => File.Exists(this[name]);

    /// <exception cref="IOException">One of them is there already; none is written.</exception>
    public void MustNotHave(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
                throw new IOException($"'{this[name]}' is there already; keys are not written over");
        }

        Directory.CreateDirectory(Path);
    }

    /// <summary>Only for the owner's eyes.</summary>
    public void WriteKey(string name, ECDsa key)
    {
        using var file = new StreamWriter(PrivateFile.Open(this[name], FileMode.CreateNew, FileAccess.Write));
        file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public void Write(string name, params IEnumerable<X509Certificate2> certificates) =>
        File.WriteAllText(this[name], string.Concat(certificates.Select(c => c.ExportCertificatePem() + "\n")));

    public void Write(string name, Credential credential) => File.WriteAllText(this[name], CredentialCodec.ToPem(credential));

    /// <summary>Whoever reads the file sees all of the list.</summary>
    public void Write(string name, RevocationList list)
    {
        File.WriteAllText(this[name] + ".part", RevocationCodec.ToPem(list));
        File.Move(this[name] + ".part", this[name], overwrite: true);
    }

    /// <summary>The empty list when there is no file.</summary>
    public RevocationList Revocations(string name) =>
        Has(name) ? RevocationCodec.FromPem(File.ReadAllText(this[name])) : RevocationList.Empty;

    public ECDsa Key(string name) => IdentityFiles.ReadKey(this[name]);

    public X509Certificate2 Certificate(string name) => X509Certificate2.CreateFromPem(File.ReadAllText(this[name]));

    public Credential Credential(string name) => CredentialCodec.FromPem(File.ReadAllText(this[name]));
}
