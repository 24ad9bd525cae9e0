using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Mesh.Testing;
using Mesh.Threads;

namespace Mesh.Actors.Tests.Threads;

/// <summary>The runtime's pool is one that the test runs by hand.</summary>
public sealed class SparePoolTests : IDisposable
{
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _runtime = new();
    private readonly SparePool _pool;
    private volatile bool _isQuick;

    public SparePoolTests() => _pool = new SparePool((item, _) =>
    {
        if (_isQuick)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        else
            _runtime.Enqueue(item);
    });

    public void Dispose() => Recover();

    [Fact]
    public void What_the_runtime_gets_to_is_run_by_it_alone_and_in_order()
    {
        var ran = new List<int>();
        for (var i = 0; i < 100; i++)
            _pool.Queue(new QueuedCall(n => ran.Add((int)n!), i));

        while (_runtime.TryDequeue(out var item))
            item.Execute();
        _pool.Look();

        Assert.Equal(Enumerable.Range(0, 100), ran);
        Assert.False(_pool.IsHelping);
    }

    [Fact]
    public async Task What_has_just_been_queued_is_left_to_the_runtime()
    {
        var ran = await RunStarvedAsync();
        Assert.StartsWith("mesh spare", ran, StringComparison.Ordinal);
        Recover();
        await Eventually.IsAsync(() => !_pool.IsHelping, "not so: spare threads go on");
        _isQuick = false;

        _pool.Queue(new QueuedCall(static _ => { }, null));
        _pool.Look();

        Assert.False(_pool.IsHelping);
        Assert.Single(_runtime);
    }

    [Fact]
    public async Task What_the_runtime_does_not_get_to_is_run_by_spare_threads_also_what_comes_later()
    {
        Assert.StartsWith("mesh spare", await RunStarvedAsync(), StringComparison.Ordinal);

        var later = new ConcurrentBag<string?>();
        for (var i = 0; i < 1_000; i++)
            _pool.Queue(new QueuedCall(_ => later.Add(Thread.CurrentThread.Name), null));

        await Eventually.IsAsync(() => later.Count == 1_000, "not so: some were not run");
        Assert.All(later, name => Assert.StartsWith("mesh spare", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Once_the_runtime_is_quick_again_it_runs_all_that_is_queued()
    {
        await RunStarvedAsync();
        Recover();
        await Eventually.IsAsync(() => !_pool.IsHelping, "not so: spare threads go on");

        var ran = 0;
        for (var i = 0; i < 1_000; i++)
            _pool.Queue(new QueuedCall(_ => Interlocked.Increment(ref ran), null));

        await Eventually.IsAsync(() => Volatile.Read(ref ran) == 1_000, "not so: some were not run");
        Assert.False(_pool.IsHelping);
    }

    [Fact]
    public async Task Socket_that_can_be_read_is_told_of_while_spare_threads_help()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var called = await listener.AcceptSocketAsync();
        var waiter = new Waiter(called);
        _pool.Watch(waiter);
        await RunStarvedAsync();
        Assert.False(waiter.Ran.Task.IsCompleted);

        await caller.GetStream().WriteAsync(new byte[1]);

        Assert.StartsWith("mesh spare", await waiter.Ran.Task.WaitAsync(Patience.Limit), StringComparison.Ordinal);
        _pool.Forget(waiter);
    }

    /// <returns>The thread that ran what the runtime does not get to.</returns>
    private async Task<string?> RunStarvedAsync()
    {
        var ran = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pool.Queue(new QueuedCall(_ => ran.SetResult(Thread.CurrentThread.Name), null));
        await Eventually.IsAsync(
            () =>
            {
                _pool.Look();
                return ran.Task.IsCompleted;
            },
            "not so: nobody runs it");
        return await ran.Task;
    }

    private void Recover()
    {
        _isQuick = true;
        while (_runtime.TryDequeue(out var item))
            item.Execute();
    }

    private sealed class Waiter(Socket socket) : ISocketWaiter
    {
        private int _waits = 1;

        public TaskCompletionSource<string?> Ran { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Socket Socket => socket;

        public bool IsWriter => false;

        public bool IsWaiting => _waits == 1;

        public bool TryClaim() => Interlocked.Exchange(ref _waits, 0) == 1;

        public void Execute() => Ran.SetResult(Thread.CurrentThread.Name);
    }
}
