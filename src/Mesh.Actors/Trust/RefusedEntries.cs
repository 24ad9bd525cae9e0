namespace Mesh.Trust;

/// <summary>Counts what was not taken, and says what of it is worth a line of log: one for each peer and reason in ten minutes. Thread-safe.</summary>
internal sealed class RefusedEntries(TimeProvider time)
{
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    /// <summary>Lines in that time, from however many peers.</summary>
    public const int MostLines = 100;

    private static readonly EntryFault[] Faults = Enum.GetValues<EntryFault>();

    private readonly long[] _counts = new long[Faults.Length];
    private readonly HashSet<(string Peer, EntryFault Fault)> _told = [];
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();

    public long Of(EntryFault fault) => Interlocked.Read(ref _counts[(int)fault]);

    /// <summary>Each reason, as the metric names it, with its count.</summary>
    public IEnumerable<(string Reason, long Count)> All() => Faults.Select(f => (Word(f), Of(f)));

    /// <param name="peer">By whom it came, "host:port".</param>
    /// <returns>True: it is to be told.</returns>
    public bool Count(string peer, EntryFault fault, int entries = 1)
    {
        Interlocked.Add(ref _counts[(int)fault], entries);
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) >= Silence)
            {
                _told.Clear();
                _since = time.GetTimestamp();
            }

            return _told.Count < MostLines && _told.Add((peer, fault));
        }
    }

    public static string Word(EntryFault fault) => fault.ToString().ToLowerInvariant();
}
