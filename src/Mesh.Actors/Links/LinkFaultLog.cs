using System.Net;
using Akka.Event;
using Mesh.Membership.Joining;

namespace Mesh.Links;

/// <summary>
/// What went wrong with connections: one line for each host and stage in ten minutes, whatever it is, and so many lines in all; those
/// that are left out are counted, and the next line says how many they were. Thread-safe.
/// </summary>
internal sealed class LinkFaultLog(ILoggingAdapter log, TimeProvider time)
{
    /// <summary>Lines in <see cref="RefusalLog.Silence"/>, from however many hosts.</summary>
    public const int MostLines = 100;

    private readonly Lock _lock = new();
    private readonly RefusalLog _told = new();
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _since;
    private int _lines;
    private long _leftOut;

    /// <param name="stage">How far the connection was, one of few words.</param>
    public void Answering(EndPoint? from, string stage, string what)
    {
        if (IsNew(Host(from), stage, out var leftOut))
            log.Warning("Refused a link with {Peer}: {Reason}{LeftOut}", from, what, leftOut);
    }

    public void Calling(string address, string what)
    {
        if (IsNew("to " + address, "", out var leftOut))
            log.Warning("No link with {Peer}: {Reason}{LeftOut}", address, what, leftOut);
    }

    /// <summary>A node that does not go together with this one wanted to be let in.</summary>
    /// <param name="node">As it calls itself, so that this is no measure of how often it is told.</param>
    public void Refused(EndPoint? from, string node, string reason)
    {
        if (IsNew(Host(from), reason, out var leftOut))
            log.Warning("{Line}{LeftOut}", TermsConflict.AtAnswerer(node, reason), leftOut);
    }

    private static string Host(EndPoint? from) => "from " + (from as IPEndPoint)?.Address;

    private bool IsNew(string where, string what, out string leftOut)
    {
        leftOut = "";
        lock (_lock)
        {
            var now = time.GetElapsedTime(_origin);
            if (now - _since >= RefusalLog.Silence)
                (_since, _lines) = (now, 0);
            if (_lines >= MostLines || !_told.IsNew(where, what, now))
            {
                _leftOut++;
                return false;
            }

            _lines++;
            leftOut = _leftOut == 0 ? "" : $" ({_leftOut} more were left out since the last line)";
            _leftOut = 0;
            return true;
        }
    }
}
