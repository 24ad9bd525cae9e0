namespace Mesh.Testing;

/// <summary>Waits for a condition that nothing announces, by looking at it again and again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task IsAsync(Func<bool> condition, string otherwise) =>
        IsAsync(() => Task.FromResult(condition()), () => otherwise, Patience.Limit);

    /// <exception cref="TimeoutException">It is not so within the limit; the message is what the caller says then.</exception>
    public static Task IsAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan limit) =>
        IsAsync(condition, otherwise, limit, Pause);

    /// <param name="pause">Between two looks.</param>
    /// <exception cref="TimeoutException">It is not so within the limit; the message is what the caller says then.</exception>
    public static async Task IsAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan limit, TimeSpan pause)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(start) > limit)
                throw new TimeoutException($"after {limit}: {otherwise()}");
            await Task.Delay(pause, time);
        }
    }
}
