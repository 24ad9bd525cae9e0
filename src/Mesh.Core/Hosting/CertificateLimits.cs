using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mesh.Hosting;

/// <summary>
/// What a certificate lets its node write: URIs of its subject alternative name, "mesh://MESH/service/NAME" and "mesh://MESH/key/NAME", each with a
/// trailing * for all names that begin so. One without such URIs lets it write everything; one with any, only what they name. Immutable.
/// </summary>
internal sealed class CertificateLimits
{
    public static readonly CertificateLimits None = new(false, [], []);

    private const string AlternativeName = "2.5.29.17";
    private const string Scheme = "mesh://";

    private readonly string[] _services;
    private readonly byte[][] _keys;

    private CertificateLimits(bool isLimited, string[] services, byte[][] keys) => (IsLimited, _services, _keys) = (isLimited, services, keys);

    public bool IsLimited { get; }

    /// <param name="mesh">The name of this mesh: names in others do not count here.</param>
    public static CertificateLimits Of(X509Certificate2 certificate, string mesh)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        try
        {
            return Of(certificate.Extensions.Where(e => e.Oid?.Value == AlternativeName).SelectMany(e => Uris(e.RawData)), mesh);
        }
        catch (AsnContentException)
        {
            // Whatever it was to say cannot be read, so it says nothing in anybody's favour.
            return new(true, [], []);
        }
    }

    public static CertificateLimits Of(IEnumerable<string> uris, string mesh)
    {
        ArgumentNullException.ThrowIfNull(uris);
        string[] ours = [.. uris.Where(u => u.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)).Select(u => u[Scheme.Length..])];
        if (ours.Length == 0)
            return None;
        return new(
            true,
            [.. Names(ours, mesh, "service").Select(n => n.ToLowerInvariant())],
            [.. Names(ours, mesh, "key").Select(Encoding.UTF8.GetBytes)]);
    }

    /// <param name="service">In lower case, as names of services are.</param>
    public bool AllowsService(ReadOnlySpan<char> service)
    {
        if (!IsLimited)
            return true;
        foreach (var name in _services)
        {
            if (name.EndsWith('*') ? service.StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.Ordinal) : service.SequenceEqual(name))
                return true;
        }

        return false;
    }

    public bool AllowsKey(ReadOnlySpan<byte> key)
    {
        if (!IsLimited)
            return true;
        foreach (var name in _keys)
        {
            if (name.Length > 0 && name[^1] == (byte)'*' ? key.StartsWith(name.AsSpan(0, name.Length - 1)) : key.SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>Leases belong to whoever may write keys.</summary>
    public bool AllowsLeases => !IsLimited || _keys.Length > 0;

    private static IEnumerable<string> Names(IEnumerable<string> uris, string mesh, string kind)
    {
        foreach (var uri in uris)
        {
            if (uri.Split('/', 3) is [var name, var of, { Length: > 0 } what]
                && string.Equals(Uri.UnescapeDataString(name), mesh, StringComparison.OrdinalIgnoreCase)
                && of == kind)
            {
                yield return Uri.UnescapeDataString(what);
            }
        }
    }

    private static List<string> Uris(byte[] extension)
    {
        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        List<string> uris = [];
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(uri))
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, uri));
            else
                names.ReadEncodedValue();
        }

        return uris;
    }
}
