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

    /// <summary>An entry of the key-value store describes the instance: its key, in base64.</summary>
    public const string EntryKey = "mesh.kv.key";

    /// <summary>What is said of a key that clients may not set.</summary>
    public const string Bound = $"must neither begin with '{Consul}' nor be '{Declared}' or '{EntryKey}', which belong to the node";

    public static bool IsReserved(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(Consul, StringComparison.Ordinal) || key is Declared or EntryKey;
    }
}
