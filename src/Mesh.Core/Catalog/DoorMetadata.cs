namespace Mesh.Catalog;

/// <summary>
/// Metadata that belongs to a door: what its protocol knows of an instance and the record has no field for. Clients
/// neither see it nor may set it.
/// </summary>
public static class DoorMetadata
{
    public const string Consul = "consul/";

    public static bool IsReserved(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(Consul, StringComparison.Ordinal);
    }
}
