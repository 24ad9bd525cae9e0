using System.Globalization;

namespace Mesh.Testing.Chaos;

/// <summary>
/// A wall clock that is another for one process, and can be set while it runs: libfaketime, which stands between it and the C
/// library. Its monotonic clock goes on as it did.
/// </summary>
internal sealed class SteppedClock : IDisposable
{
    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ];

    private readonly string _file = Path.GetTempFileName();

    public SteppedClock()
    {
        Library = Places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("a clock cannot be stepped without libfaketime: apt-get install faketime");
        Set(TimeSpan.Zero);
    }

    /// <summary>For the process whose clock it is.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_NO_CACHE"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    private string Library { get; }

    /// <param name="offset">From the clock of everybody else.</param>
    public void Set(TimeSpan offset) =>
        File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? "-" : "+")}{Math.Abs(offset.TotalSeconds):0}s"));

    public void Dispose() => File.Delete(_file);
}
