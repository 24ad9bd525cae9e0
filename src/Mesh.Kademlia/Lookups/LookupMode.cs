namespace Mesh.Kademlia.Lookups;

/// <summary>What a lookup is for, which decides when it ends.</summary>
public enum LookupMode
{
    /// <summary>The k nearest peers: ends when all of them have answered.</summary>
    Nodes,

    /// <summary>Any record under the key: ends with the first.</summary>
    First,

    /// <summary>All records under the key: as <see cref="Nodes"/>, and the answers of all are merged.</summary>
    All,
}
