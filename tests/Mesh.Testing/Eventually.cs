using System.Collections;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Testing;

/// <summary>
/// Waits for what nothing announces, by looking again and again until a deadline: the one place where tests do so. What a
/// time-out says: the phase (by default the method that waits), what was expected, and what was seen last.
/// </summary>
/// <remarks>All end when it is so, or with a <see cref="TimeoutException"/>; no limit means <see cref="Patience.Limit"/>.</remarks>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task IsAsync(
        Func<bool> condition,
        string otherwise,
        [CallerMemberName] string phase = "",
        [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        IsAsync(() => Task.FromResult(condition()), () => otherwise, null, null, phase, expected);

    /// <param name="otherwise">What is seen instead, asked for when the time is over.</param>
    /// <param name="pause">Between two looks.</param>
    public static Task IsAsync(
        Func<Task<bool>> condition,
        Func<string> otherwise,
        TimeSpan? limit = null,
        TimeSpan? pause = null,
        [CallerMemberName] string phase = "",
        [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        SeesAsync(condition, static so => so, expected, _ => otherwise(), limit, pause, null, phase);

    public static Task EqualAsync<T>(
        T expected,
        Func<Task<T>> look,
        string what,
        Func<string>? evidence = null,
        TimeSpan? limit = null,
        [CallerMemberName] string phase = "") =>
        SeesAsync(
            look, seen => Say(seen) == Say(expected), $"{what}: {Say(expected)}", seen => $"{Say(seen)}; {evidence?.Invoke()}", limit, phase: phase);

    /// <summary>Lets a clock that stands still go on, step by step, until the condition holds.</summary>
    public static Task AsTimePassesAsync(
        FakeTimeProvider time, TimeSpan step, Func<bool> condition, string otherwise, [CallerMemberName] string phase = "") =>
        SeesAsync(
            async () =>
            {
                if (condition())
                    return true;
                time.Advance(step);
                // Who was waked goes on elsewhere.
                await Task.Yield();
                return condition();
            },
            static so => so,
            "it as time passes",
            _ => otherwise,
            pause: TimeSpan.FromMilliseconds(1),
            phase: phase);

    /// <param name="say">What a time-out tells of what was seen last.</param>
    /// <param name="passes">Failures of a look that only mean "not yet"; null: none.</param>
    public static async Task SeesAsync<T>(
        Func<Task<T>> look,
        Func<T, bool> fits,
        string expected,
        Func<T?, string>? say = null,
        TimeSpan? limit = null,
        TimeSpan? pause = null,
        Func<Exception, bool>? passes = null,
        [CallerMemberName] string phase = "")
    {
        var (time, most) = (TimeProvider.System, limit ?? Patience.Limit);
        var start = time.GetTimestamp();
        while (true)
        {
            T? seen = default;
            Exception? failure = null;
            try
            {
                seen = await look();
                if (fits(seen))
                    return;
            }
            catch (Exception trouble) when (passes?.Invoke(trouble) is true)
            {
                failure = trouble;
            }

            if (time.GetElapsedTime(start) > most)
            {
                var last = (failure is null ? "" : $"{failure.Message}; ") + (say ?? Say)(seen);
                throw new TimeoutException($"{phase}: expected {expected}, after {most} saw: {last}", failure);
            }

            await Task.Delay(pause ?? Pause, time);
        }
    }

    private static string Say<T>(T value) => value is IEnumerable several and not string
        ? $"[{string.Join(", ", several.Cast<object>())}]"
        : $"{value}";
}
