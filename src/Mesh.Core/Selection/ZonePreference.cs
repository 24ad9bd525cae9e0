namespace Mesh.Selection;

/// <summary>Does the caller's zone matter?</summary>
public enum ZonePreference
{
    /// <summary>All zones alike.</summary>
    None = 0,

    /// <summary>Same zone first; spills over in the measure in which the zone has too few instances.</summary>
    Prefer = 1,

    /// <summary>Same zone only: while it has no available instance, nobody is picked. A node without a zone picks from all.</summary>
    Strict = 2,
}
