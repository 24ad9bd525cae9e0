namespace Mesh.Node.Etcd.Watching;

/// <summary>
/// Where a watch begins among the revisions of this node. etcd waits in silence for a revision of the future; here a client that
/// fails over to another node may bring one that this node has not: of a time when the two did not see the same. It is given the
/// state instead. Pure.
/// </summary>
/// <param name="Floor">Changes up to it are forgotten, but for what it put itself.</param>
internal readonly record struct RevisionWindow(long Floor)
{
    /// <param name="isKnown">Is the start, or the revision before it, one of this node's, as far back as it knows?</param>
    public WatchStartKind StartOf(long startRevision, bool isKnown) =>
        startRevision <= 0 ? WatchStartKind.Now
        : isKnown ? WatchStartKind.Resume
        : startRevision <= Floor ? WatchStartKind.Compacted
        : WatchStartKind.Replay;
}
