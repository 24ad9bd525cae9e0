namespace Mesh.Node.Metrics;

/// <summary>How a request at a door ended.</summary>
internal enum DoorOutcome
{
    Ok,

    /// <summary>What was asked cannot be or may not be: nothing that the node could do better.</summary>
    Refused,

    /// <summary>The node could not answer.</summary>
    Failed,

    /// <summary>The client did not wait for the answer.</summary>
    Aborted,
}
