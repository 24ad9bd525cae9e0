namespace Mesh.Node.Bridge.Mirror;

/// <summary>An instance as one of the two systems holds it.</summary>
/// <param name="Key">Where the system holds it; unique in the system.</param>
/// <param name="Mark">Null: registered there, and so native.</param>
/// <param name="IsOffered">Do its owner's words say that it takes calls: passing or warning, not critical, not draining?</param>
/// <param name="Revision">The system's revision of it.</param>
internal sealed record SideEntry(string Key, CopiedInstance Instance, OriginMark? Mark, bool IsOffered, string Revision);
