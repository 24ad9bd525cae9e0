namespace Mesh.Node.Consul.Filter;

/// <summary>One of the things that a field holds several of.</summary>
/// <param name="Key">The key of a map, or the number of an item, from 0.</param>
/// <param name="Value">A text or a record.</param>
internal readonly record struct FilterElement(string Key, object Value);
