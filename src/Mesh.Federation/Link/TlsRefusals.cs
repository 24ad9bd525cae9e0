using System.Net;
using Microsoft.Extensions.Logging;

namespace Mesh.Federation.Link;

/// <summary>
/// Says who was not let in, or not asked, and why: once a minute for each host and reason, so that whoever is refused
/// cannot fill the log. Thread-safe.
/// </summary>
internal sealed partial class TlsRefusals(ILogger<TlsRefusals> log, TimeProvider time)
{
    private const int MaxSubjects = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Who, string Reason), long> _said = [];

    /// <summary>A connection of another gateway, or of whoever says so.</summary>
    public void OnCaller(EndPoint? from, string reason)
    {
        var who = from is IPEndPoint ip ? ip.Address.ToString() : "somebody";
        if (IsNews(who, reason))
            LogCaller(log, who, reason);
    }

    /// <summary>A gateway that this one wanted to ask.</summary>
    public void OnCalled(string address, string reason)
    {
        if (IsNews(address, reason))
            LogCalled(log, address, reason);
    }

    private bool IsNews(string who, string reason)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_said.TryGetValue((who, reason), out var at) && time.GetElapsedTime(at, now) < Pause)
                return false;
            if (_said.Count >= MaxSubjects)
                _said.Clear();
            _said[(who, reason)] = now;
            return true;
        }
    }

    [LoggerMessage(3072, LogLevel.Warning, "Federation: a connection from {Peer} was refused: {Reason}")]
    private static partial void LogCaller(ILogger log, string peer, string reason);

    [LoggerMessage(3073, LogLevel.Warning, "Federation: the gateway at {Address} is not asked: {Reason}")]
    private static partial void LogCalled(ILogger log, string address, string reason);
}
