using Microsoft.CodeAnalysis;

namespace System.Security.Cryptography.X509Certificates;

/// <summary>The constructors that the type of .NET 9 replaces, by its name.</summary>
[Embedded]
internal static class X509CertificateLoader
{
    public static X509Certificate2 LoadCertificate(ReadOnlySpan<byte> data) => new(data);

    public static X509Certificate2 LoadPkcs12(ReadOnlySpan<byte> data, string? password) => new(data, password);

    public static X509Certificate2 LoadPkcs12FromFile(string path, string? password) => new(path, password);
}
