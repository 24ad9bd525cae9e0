namespace Mesh.Catalog;

/// <summary>How many nodes must hold a change before it is answered.</summary>
public enum Consistency
{
    /// <summary>The owner holds it.</summary>
    Local = 0,

    /// <summary>More than half of the members, the owner among them, have it in their views.</summary>
    Majority = 1,

    /// <summary>All members have it in their views.</summary>
    All = 2,
}
