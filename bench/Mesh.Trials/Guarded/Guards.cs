namespace Mesh.Trials.Guarded;

/// <summary>What keeps others out of a mesh.</summary>
internal enum Guards
{
    None,

    /// <summary>TLS between nodes and at their doors, and a token.</summary>
    TlsAndToken,

    /// <summary>Signed entries as well, and none that is not.</summary>
    All,
}
