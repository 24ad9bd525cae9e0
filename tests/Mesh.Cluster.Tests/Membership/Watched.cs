using System.Collections.Immutable;

namespace Mesh.Cluster.Tests.Membership;

/// <summary>Things that happened, in order, and a way to wait for one. What happened before counts too.</summary>
internal sealed class Watched<T>
{
    private readonly Lock _gate = new();
    private ImmutableList<T> _seen = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ImmutableList<T> Seen => Volatile.Read(ref _seen);

    public void Add(T item)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _seen = _seen.Add(item);
            signal = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.SetResult();
    }

    /// <summary>Until what was seen fulfils the condition.</summary>
    public async Task UntilAsync(string phase, Func<ImmutableList<T>, bool> fulfilled, TimeSpan? limit = null)
    {
        using var deadline = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(120));
        while (true)
        {
            Task next;
            lock (_gate)
                next = _next.Task;
            if (fulfilled(Seen))
                return;
            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{phase}: not seen among\n{string.Join('\n', Seen)}");
            }
        }
    }

    /// <summary>The first thing that is of this kind and fulfils the condition.</summary>
    public async Task<TOne> OneAsync<TOne>(string phase, Func<TOne, bool>? condition = null, TimeSpan? limit = null)
        where TOne : T
    {
        await UntilAsync(phase, seen => seen.OfType<TOne>().Any(condition ?? (_ => true)), limit);
        return Seen.OfType<TOne>().First(condition ?? (_ => true));
    }
}
