namespace Mesh.Node.Consul.Filter;

/// <summary>What a field holds, and so which comparisons it allows.</summary>
internal enum FilterKind
{
    Text,
    Number,
    Flag,

    /// <summary>Texts, such as tags.</summary>
    List,

    /// <summary>Values by key, such as metadata. A key that is not there compares as empty.</summary>
    Map,
}
