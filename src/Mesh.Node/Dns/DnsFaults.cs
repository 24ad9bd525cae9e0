using System.Net.Sockets;

namespace Mesh.Node.Dns;

/// <summary>What goes wrong at the door: said, but not again and again, and without spinning.</summary>
internal sealed partial class DnsFaults(ILogger<DnsDoor> log, TimeProvider time, CancellationToken closed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _saidAt;

    public bool IsClosed => closed.IsCancellationRequested;

    /// <summary>The socket may go on failing; the loop must not take a core for that.</summary>
    public void OnSocket(SocketException trouble)
    {
        if (MaySay())
            LogSocket(log, trouble.Message);
        closed.WaitHandle.WaitOne(Pause);
    }

    public void OnBug(Exception bug)
    {
        if (MaySay())
            LogBug(log, bug);
    }

    [LoggerMessage(3050, LogLevel.Warning, "DNS: {Trouble}")]
    private static partial void LogSocket(ILogger log, string trouble);

    [LoggerMessage(3051, LogLevel.Error, "DNS: a question could not be answered")]
    private static partial void LogBug(ILogger log, Exception bug);

    private bool MaySay()
    {
        var said = Volatile.Read(ref _saidAt);
        return (said == 0 || time.GetElapsedTime(said) > Interval)
            && Interlocked.CompareExchange(ref _saidAt, time.GetTimestamp(), said) == said;
    }
}
