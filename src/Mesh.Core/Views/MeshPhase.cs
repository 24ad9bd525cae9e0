namespace Mesh.Views;

/// <summary>How far a node is with being part of its mesh.</summary>
public enum MeshPhase
{
    /// <summary>Its ActorSystem starts.</summary>
    Starting = 0,

    /// <summary>Asks its seeds; repeated for ever.</summary>
    Joining = 1,

    /// <summary>A member that does not yet hold every bucket.</summary>
    Warming = 2,

    Ready = 3,

    /// <summary>Its ActorSystem was quarantined or downed and starts again; lookups answer from the last snapshot.</summary>
    Restarting = 4,

    /// <summary>The seeds refuse it: another mesh name, bucket count or wire version. Tried again from time to time.</summary>
    Refused = 5,

    Leaving = 6,

    Stopped = 7,
}
