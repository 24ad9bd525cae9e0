using System.Text;
using Mesh.Catalog;

namespace Mesh.Wire;

/// <summary>
/// The values that many records have in common, kept once per process. Ids are not among them: each is different and
/// would only push the others out.
/// </summary>
internal static class WirePools
{
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Zones, versions, tags, causes, names of ports and keys of metadata.</summary>
    public static readonly InternPool<string> Words = new(8_192, 128, Text);

    /// <summary>Values of metadata, apart because there may be as many as instances.</summary>
    public static readonly InternPool<string> Values = new(8_192, 128, Text);

    public static readonly InternPool<string> Hosts = new(16_384, 128, Text);

    public static readonly InternPool<ServiceName> Services = new(16_384, ServiceName.MaxLength, Service);

    public static readonly InternPool<Owner> Owners = new(2_048, 320, OwnerWire.Read);

    public static readonly InternPool<ValueMap<int>> Ports = new(2_048, 256, InstancePartsWire.ReadPorts);

    public static readonly InternPool<ValueList<string>> Tags = new(4_096, 512, InstancePartsWire.ReadTags);

    public static readonly InternPool<ValueMap<string>> Metadata = new(4_096, 512, InstancePartsWire.ReadMetadata);

    public static readonly InternPool<HealthTerms> Health = new(4_096, 256, HealthWire.Read);

    /// <summary>With their statuses, so that equal ones are those of equally healthy instances.</summary>
    public static readonly InternPool<ValueList<NamedCheck>> Checks = new(4_096, 512, ChecksWire.Read);

    public static string Text(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "" : Utf8.GetString(bytes);

    private static ServiceName Service(ReadOnlySpan<byte> bytes) => CatalogWire.Service(Text(bytes));
}
