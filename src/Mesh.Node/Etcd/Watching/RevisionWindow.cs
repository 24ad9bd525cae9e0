using Mesh.Views;

namespace Mesh.Node.Etcd.Watching;

/// <summary>
/// The revisions of this node, and where a watch begins among them. etcd waits in silence for a revision of the future
/// and has no revisions of other clusters; here a client that fails over to another node brings such ones, and is given
/// the state instead. Pure.
/// </summary>
/// <param name="Tag">Of this node's revisions.</param>
/// <param name="First">The revision before the first of this run.</param>
/// <param name="Floor">Changes up to it are forgotten.</param>
/// <param name="Now">The present revision.</param>
internal readonly record struct RevisionWindow(int Tag, long First, long Floor, long Now)
{
    public WatchStartKind StartOf(long startRevision)
    {
        if (startRevision <= 0)
            return WatchStartKind.Now;
        // "From R on" begins after R - 1; R is one of this node's revisions, or one more than the last that was seen.
        if (Before(startRevision) is not { } before || before > Now || before < First)
            return WatchStartKind.Replay;
        return before < Floor ? WatchStartKind.Compacted : WatchStartKind.Resume;
    }

    /// <summary>The last revision of this node that a watch from here does not want; null: not of this node.</summary>
    public long? Before(long startRevision) =>
        RevisionClock.IsFrom(startRevision - 1, Tag) ? startRevision - 1
        : RevisionClock.IsFrom(startRevision, Tag) ? startRevision - RevisionClock.Step
        : null;
}
