using System.Net;
using Akka.Event;
using Mesh.Membership.Joining;

namespace Mesh.Links;

/// <summary>What went wrong with connections: one line for each host and stage in ten minutes, whatever it is. Thread-safe.</summary>
internal sealed class LinkFaultLog(ILoggingAdapter log, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly RefusalLog _told = new();
    private readonly long _origin = time.GetTimestamp();

    /// <param name="stage">How far the connection was, one of few words.</param>
    public void Answering(EndPoint? from, string stage, string what)
    {
        if (IsNew("from " + (from as IPEndPoint)?.Address, stage))
            log.Warning("Refused a link with {Peer}: {Reason}", from, what);
    }

    public void Calling(string address, string what)
    {
        if (IsNew("to " + address, ""))
            log.Warning("No link with {Peer}: {Reason}", address, what);
    }

    /// <summary>A node that does not go together with this one wanted to be let in.</summary>
    public void Refused(string node, string reason)
    {
        if (IsNew("node " + node, reason))
            log.Warning("{Line}", TermsConflict.AtAnswerer(node, reason));
    }

    private bool IsNew(string where, string what)
    {
        lock (_lock)
            return _told.IsNew(where, what, time.GetElapsedTime(_origin));
    }
}
