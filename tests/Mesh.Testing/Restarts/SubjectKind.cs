namespace Mesh.Testing.Restarts;

/// <summary>What is promised of an instance, by whose life it shares.</summary>
internal enum SubjectKind
{
    /// <summary>Ends with the node at which it was registered.</summary>
    Owned,

    /// <summary>Lives while it is renewed at any node.</summary>
    Leased,

    /// <summary>Of the host of the node at which it was registered: critical while that is away.</summary>
    Anchored,

    /// <summary>Lives until it is removed.</summary>
    Floating,
}
