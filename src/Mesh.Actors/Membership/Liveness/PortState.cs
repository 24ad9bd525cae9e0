namespace Mesh.Membership.Liveness;

/// <summary>What a connection attempt said.</summary>
internal enum PortState
{
    /// <summary>Nothing within the time: cut off, or the machine is gone.</summary>
    Silent = 0,

    /// <summary>Taken: the process lives, or is frozen, or another one has the port.</summary>
    Open = 1,

    /// <summary>The machine says that nobody listens: the process is gone.</summary>
    Refused = 2,
}
