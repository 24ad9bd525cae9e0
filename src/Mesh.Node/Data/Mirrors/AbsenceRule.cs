using Mesh.Views;

namespace Mesh.Node.Data.Mirrors;

/// <summary>When it means something that this node does not own a record any longer. Pure.</summary>
internal sealed class AbsenceRule
{
    private bool _wasReady;

    /// <summary>
    /// A node that starts, again too, owns nothing for a while; what it owned is not gone for that. One that stops after it
    /// was ready knows what it owned to the end.
    /// </summary>
    public bool Counts(MeshPhase phase)
    {
        if (phase is MeshPhase.Ready)
            _wasReady = true;
        else if (phase is not (MeshPhase.Leaving or MeshPhase.Stopped))
            _wasReady = false;
        return _wasReady;
    }

    /// <param name="shownByOthers">Another owner's record of it is in sight.</param>
    /// <param name="shownAsOwn">The view is not so far yet.</param>
    public static Absence Of(bool shownByOthers, bool shownAsOwn, bool isStopping) =>
        shownAsOwn ? Absence.Unknown
        : !shownByOthers ? Absence.Deleted
        // What is handed over while the node leaves stays stored, should the whole mesh stop.
        : isStopping ? Absence.Unknown
        : Absence.Elsewhere;
}
