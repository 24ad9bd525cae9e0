namespace Mesh.Catalog;

/// <summary>
/// Metadata that belongs to a door, or to the node itself: what its protocol knows of an instance and the record has no field for. Clients
/// neither see it nor may set it.
/// </summary>
public static class DoorMetadata
{
    public const string Consul = "consul/";

    /// <summary>The id that an instance was registered with at an agent, where it is unique; the record's is so in the mesh.</summary>
    public const string AgentId = Consul + "id";

    /// <summary>The configuration of its node declares the instance.</summary>
    public const string Declared = "mesh/declared";

    public static bool IsReserved(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(Consul, StringComparison.Ordinal) || key == Declared;
    }
}
