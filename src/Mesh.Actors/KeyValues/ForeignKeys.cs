namespace Mesh.KeyValues;

/// <summary>Where doors keep keys of their clients apart from those of others in the mesh's one store.</summary>
internal static class ForeignKeys
{
    public const string Consul = "consul/kv/";

    /// <summary>Prepared queries.</summary>
    public const string Queries = "consul/query/";

    /// <summary>Agents in maintenance, by the address of their node, with the reason.</summary>
    public const string Maintenance = "consul/maintenance/";

    public static readonly string[] All = [Consul, Queries, Maintenance];
}
