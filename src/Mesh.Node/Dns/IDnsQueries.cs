namespace Mesh.Node.Dns;

/// <summary>The questions that are kept in the mesh under a name, as far as DNS asks them.</summary>
internal interface IDnsQueries
{
    /// <summary>Null: there is none of that name.</summary>
    /// <param name="view">What the node knows; of other meshes what it has been told.</param>
    DnsPrepared? Find(string name, DnsView view);
}
