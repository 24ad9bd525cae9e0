namespace Mesh.Remote;

/// <summary>How far a node is with a service of another mesh.</summary>
public enum RemoteState
{
    /// <summary>Nobody has answered yet: there may be instances.</summary>
    Asking = 0,

    /// <summary>A stream from the other mesh keeps the answer fresh; how fresh, its age says.</summary>
    Live = 1,

    /// <summary>The stream is lost: this is what was last heard, and its instances count as unreachable.</summary>
    Stale = 2,

    /// <summary>No mesh offers it, as far as the overlay says, or nothing was heard for too long.</summary>
    None = 3,

    /// <summary>This mesh has no gateway to ask.</summary>
    NoGateway = 4,
}
