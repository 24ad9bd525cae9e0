using System.Security.Cryptography;
using System.Text;
using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Bridge.ToMesh;

/// <summary>Copies in the mesh: instances whose id begins with their origin, with a lease that the bridge renews. Pure.</summary>
internal sealed class MeshFormat : ICopyFormat
{
    public static readonly MeshFormat Instance = new();

    public bool CarriesStatus => true;

    public string KeyOf(BridgeOrigin source, SideEntry original) =>
        MeshMapping.KeyOf(original.Instance.Service, IdOf($"{source}:{original.Key}"));

    public string? Refuses(BridgeOrigin source, SideEntry original)
    {
        var copy = original.Instance;
        if (!ServiceName.TryParse(copy.Service, out var service, out var error))
            return error;
        if (copy.Metadata.Count > InstanceLimits.MetadataEntries - OriginMark.Entries)
            return $"metadata: must be at most {InstanceLimits.MetadataEntries - OriginMark.Entries} entries, has {copy.Metadata.Count}";
        // What the node would say to it.
        var read = RegistrationMapping.ToInstance(service.Value, IdOf($"{source}:{original.Key}"), MeshMapping.ToBody(copy, []));
        return read.IsValid ? null : string.Join("; ", read.Faults);
    }

    /// <summary>The key of the original where it can be an id; else as much of it as fits, with a hash of all.</summary>
    private static string IdOf(string text)
    {
        if (InstanceId.TryParse(text, out _, out _))
            return text;
        var readable = string.Concat(text.Where(char.IsAscii).Where(c => !char.IsControl(c)).Take(InstanceId.MaxLength - 17));
        return $"{readable}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}";
    }
}
