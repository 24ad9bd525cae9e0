namespace Mesh.Federation.Overlay;

/// <summary>How much a search in the overlay is for.</summary>
internal enum FindMode
{
    /// <summary>Whatever valid records the first answer brings.</summary>
    First,

    /// <summary>The records of all meshes.</summary>
    All,
}
