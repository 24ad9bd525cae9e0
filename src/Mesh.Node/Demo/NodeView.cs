using Mesh.Palette.Api;

namespace Mesh.Node.Demo;

/// <summary>What one node offers, followed through its watch, so that the time of each change is known.</summary>
internal sealed class NodeView(string name, IMeshApi api, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InstanceModel> _instances = [];
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;

    public string Name => name;

    public IMeshApi Api => api;

    public void Start() => _run = Task.Run(FollowAsync);

    /// <summary>Waits for a condition on the present instances by "service/id"; the result is when it came true.</summary>
    public async Task<long> UntilAsync(
        Func<IReadOnlyDictionary<string, InstanceModel>, bool> isTrue, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (isTrue(_instances))
                    return time.GetTimestamp();
                next = _changed.Task;
            }

            await next.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    /// <summary>Would callers be sent there?</summary>
    public static bool IsOffered(InstanceModel instance) =>
        instance is { Status: "passing" or "warning", Standing: "confirmed" };

    private async Task FollowAsync()
    {
        try
        {
            var watch = api.Watch(null, null, _stop.Token);
            await foreach (var item in watch.Value!.WithCancellation(_stop.Token))
                Apply(item);
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or IOException or MeshApiException)
        {
            // The demo or the node stops; whoever waits has a limit.
        }
    }

    private void Apply(WatchEvent item)
    {
        lock (_gate)
        {
            if (item.Instance is not { } instance)
                _instances.Clear();
            else if (item.Change == "removed")
                _instances.Remove($"{instance.Service}/{instance.Id}");
            else
                _instances[$"{instance.Service}/{instance.Id}"] = instance;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
