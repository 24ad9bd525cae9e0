using System.Runtime.ExceptionServices;

namespace Mesh.Federation.Link;

/// <summary>
/// Lets those who try right after somebody failed fail as he did. Streams that wait for one connection are otherwise told one
/// after the other, each after an attempt of its own, that the gateway is gone.
/// </summary>
internal sealed class RecentFailure(TimeSpan life, TimeProvider time)
{
    private volatile Failure? _last;

    public async Task<T> RunAsync<T>(Func<Task<T>> attempt)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < life)
            last.Trouble.Throw();
        try
        {
            return await attempt();
        }
        catch (Exception trouble)
        {
            _last = new Failure(ExceptionDispatchInfo.Capture(trouble), time.GetTimestamp());
            throw;
        }
    }

    private sealed record Failure(ExceptionDispatchInfo Trouble, long At);
}
