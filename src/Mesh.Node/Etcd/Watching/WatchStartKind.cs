namespace Mesh.Node.Etcd.Watching;

/// <summary>Where a watch begins.</summary>
internal enum WatchStartKind
{
    /// <summary>With the next change.</summary>
    Now,

    /// <summary>With a revision in the window.</summary>
    Resume,

    /// <summary>The revision is none of this node's, or of the future: with the state as it is.</summary>
    Replay,

    /// <summary>The revision is forgotten.</summary>
    Compacted,
}
