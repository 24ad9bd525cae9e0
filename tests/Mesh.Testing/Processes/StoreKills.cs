using System.Globalization;

namespace Mesh.Testing.Processes;

/// <summary>
/// Kills a process that writes to a store at random moments, its start among them, and looks after each whether the file
/// opens and holds what was acknowledged.
/// </summary>
internal sealed class StoreKills(string directory, int seed)
{
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(60);
    private const int MostMilliseconds = 300;
    private const int Told = 100;

    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private string? _fault;
    private bool _isOpen;

    /// <summary>The highest number of a write that was acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Opens that found what had been acknowledged before.</summary>
    public int Opened { get; private set; }

    private static string Program => Path.Combine(
        NodeBinary.Root, "bench", "Mesh.StoreWriter", "bin", "Release", "net10.0", "Mesh.StoreWriter");

    /// <param name="say">Told of how many kills there were, each hundred.</param>
    /// <exception cref="InvalidOperationException">The file did not open, or a write is missing; the message says which.</exception>
    public async Task RunAsync(int kills, Action<int>? say = null)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            _isOpen = false;
            await using var writer = Start();
            // One in five anywhere from the start on; the others while it writes.
            if (_random.Next(5) > 0)
                await OpenAsync(writer);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(MostMilliseconds)), TimeProvider.System);
            if (!writer.HasExited)
                writer.Kill();
            await writer.Ended;
            Check(kill, writer, mustBeOpen: false);
            if ((kill + 1) % Told == 0)
                say?.Invoke(kill + 1);
        }

        _isOpen = false;
        await using var last = Start();
        await OpenAsync(last);
        last.Kill();
        await last.Ended;
        Check(kills, last, mustBeOpen: true);
    }

    private Task OpenAsync(ChildProcess writer) => Eventually.IsAsync(
        () => Task.FromResult(_isOpen || writer.HasExited), () => $"the store did not open; it printed:\n{writer.Output}", OpenLimit);

    private ChildProcess Start() => ChildProcess.Start(Program, [directory], [], onLine: OnLine);

    private void Check(int kill, ChildProcess writer, bool mustBeOpen)
    {
        lock (_gate)
        {
            // A line that was cut off by the kill says nothing.
            if (_fault is not null || (mustBeOpen && !_isOpen))
                throw new InvalidOperationException($"after kill {kill}, seed {seed}: {_fault ?? "the store did not open"}; it printed:\n{writer.Output}");
        }
    }

    private void OnLine(string line)
    {
        lock (_gate)
        {
            var words = line.Split(' ');
            if (words is ["opened", _] && Number(words[1]) is { } found)
            {
                _isOpen = true;
                Opened++;
                if (found < Acknowledged)
                    _fault ??= $"{Acknowledged} was acknowledged, the store ends with {found}";
            }
            else if (words is [_] && Number(line) is { } number)
            {
                Acknowledged = Math.Max(Acknowledged, number);
            }
            else
            {
                _fault ??= line;
            }
        }
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
