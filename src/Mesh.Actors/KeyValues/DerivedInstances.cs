using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>Instances that are read from entries of the key-value store.</summary>
internal static class DerivedInstances
{
    /// <summary>The metadata field that names the entry, in base64; a door that shows entries must not show such an instance again.</summary>
    public const string KeyMetadata = DoorMetadata.EntryKey;

    /// <summary>The entry that describes the instance; null: none does, or its name cannot be read.</summary>
    public static Octets? KeyOf(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!instance.Metadata.TryGetValue(KeyMetadata, out var mark))
            return null;
        var bytes = new byte[mark.Length];
        return Convert.TryFromBase64String(mark, bytes, out var length) ? Octets.Wrap(bytes[..length]) : null;
    }

    public static bool IsDerived(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Metadata.ContainsKey(KeyMetadata);
    }
}
