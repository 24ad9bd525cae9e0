using System.Diagnostics;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>Asks for a condition again and again until it holds; the message of a timeout says what was seen.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<TimeSpan> EqualAsync<T>(
        T expected, Func<Task<T>> look, string what, Func<string> evidence, TimeSpan? limit = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            var elapsed = Stopwatch.GetElapsedTime(began);
            if (Say(expected) == Say(seen))
                return elapsed;
            if (elapsed > (limit ?? Patience))
                throw new TimeoutException($"{what}: expected {Say(expected)}, saw {Say(seen)} after {elapsed}; {evidence()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task<TimeSpan> TrueAsync(Func<bool> holds, string what, Func<string> evidence, TimeSpan? limit = null) =>
        EqualAsync(true, () => Task.FromResult(holds()), what, evidence, limit);

    private static string Say<T>(T value) => value is System.Collections.IEnumerable and not string
        ? $"[{string.Join(", ", ((System.Collections.IEnumerable)value).Cast<object>())}]"
        : $"{value}";
}
