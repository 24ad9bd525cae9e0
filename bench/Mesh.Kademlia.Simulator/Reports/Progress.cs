using System.Diagnostics;
using System.Globalization;

namespace Mesh.Kademlia.Simulator.Reports;

/// <summary>Says on standard error what runs and how far it is.</summary>
internal sealed class Progress(TextWriter to)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _saidAt = -1;

    public double Seconds => _watch.Elapsed.TotalSeconds;

    public void Say(string what) =>
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds,7:0.0} s  {what}"));

    /// <summary>At most once a second.</summary>
    public void Step(string what, long done, long all)
    {
        if ((long)Seconds == _saidAt)
            return;
        _saidAt = (long)Seconds;
        Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {done} of {all}"));
    }
}
