namespace Mesh.Threads;

internal sealed class QueuedCall(Action<object?> action, object? state) : IThreadPoolWorkItem
{
    public void Execute() => action(state);
}
