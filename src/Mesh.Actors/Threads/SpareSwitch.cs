using System.Runtime.CompilerServices;

namespace Mesh.Threads;

/// <summary>What follows its await runs in the <see cref="SparePool"/>.</summary>
internal readonly struct SpareSwitch(SparePool pool) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public SpareSwitch GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) =>
        pool.Queue(new QueuedCall(static go => ((Action)go!)(), continuation));
}
