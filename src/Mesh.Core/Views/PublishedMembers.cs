using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Mesh.Views;

/// <summary>
/// Where a node's membership puts its view of the members, and everybody else reads it. Outlives the ActorSystem: the
/// last view stays until the next incarnation has one. Thread-safe.
/// </summary>
public sealed class PublishedMembers
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = NewSignal();
    private volatile MembersSnapshot _current = MembersSnapshot.Empty;

    public MembersSnapshot Current => _current;

    /// <summary>The present view, then each newer one. A slow reader gets the newest of those that it missed.</summary>
    public async IAsyncEnumerable<MembersSnapshot> Watch([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var seen = MembersSnapshot.Empty.Version;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (current, next) = Observe();
            if (current.Version != seen)
                yield return current;
            seen = current.Version;
            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>The present view, and a task that ends once there is a newer one.</summary>
    public (MembersSnapshot Current, Task Next) Observe()
    {
        lock (_gate)
            return (_current, _next.Task);
    }

    /// <summary>Takes these for the members, oldest first; the same ones again are no change.</summary>
    internal void Publish(ImmutableArray<MeshMember> oldestFirst)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            var next = _current.With(oldestFirst);
            var isNewer = next.Version != _current.Version;
            _current = next;
            if (!isNewer)
                return;
            (changed, _next) = (_next, NewSignal());
        }

        changed.SetResult();
    }

    /// <summary>Nobody keeps the view up to date from now on; no change of the members.</summary>
    /// <param name="timestamp">Of the local <see cref="TimeProvider"/>.</param>
    internal void End(long timestamp)
    {
        lock (_gate)
            _current = _current.End(timestamp);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
