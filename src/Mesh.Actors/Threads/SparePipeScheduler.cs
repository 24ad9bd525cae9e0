using System.IO.Pipelines;

namespace Mesh.Threads;

/// <summary>Lets who reads a pipe go on in a <see cref="SparePool"/>.</summary>
internal sealed class SparePipeScheduler(SparePool pool) : PipeScheduler
{
    public static SparePipeScheduler Shared { get; } = new(SparePool.Shared);

    public override void Schedule(Action<object?> action, object? state) => pool.Queue(new QueuedCall(action, state));
}
