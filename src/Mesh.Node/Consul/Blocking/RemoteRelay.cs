using Mesh.Client;
using Mesh.Node.Consul.Bodies;

namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// Follows services of other meshes while blocking queries wait for them, each once for all queries, and wakes those.
/// Thread-safe.
/// </summary>
internal sealed partial class RemoteRelay(IMeshClient client, ParkingLot lot, TimeProvider time, ILogger<RemoteRelay> log)
    : IDisposable
{
    /// <summary>After the last query came: longer than a query waits.</summary>
    private static readonly TimeSpan Life = WaitRule.Longest * 1.1;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CancellationTokenSource> _followed = new(StringComparer.Ordinal);

    /// <summary>Apart from those of this mesh: what checks of this node say is not about instances of the same names there.</summary>
    public ServiceBodyCache Bodies { get; } = new();

    /// <summary>How many services are followed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _followed.Count;
        }
    }

    /// <param name="name">"service@mesh", which is also the topic of those who wait.</param>
    public void Follow(string name)
    {
        lock (_gate)
        {
            if (_followed.TryGetValue(name, out var known) && !known.IsCancellationRequested)
            {
                known.CancelAfter(Life);
                return;
            }

            var life = _followed[name] = new CancellationTokenSource(Life, time);
            _ = RunAsync(name, life);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var life in _followed.Values)
                life.Cancel();
        }
    }

    private async Task RunAsync(string name, CancellationTokenSource life)
    {
        // Whoever calls holds the gate.
        await Task.Yield();
        try
        {
            await foreach (var change in client.Watch(name, null, life.Token))
                lot.Wake(name);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // Nobody has asked for long, or the node stops.
        }
        catch (InvalidOperationException trouble)
        {
            // Queries end when their time is over.
            Unfollowed(name, trouble.Message);
        }
        finally
        {
            lock (_gate)
            {
                if (_followed.GetValueOrDefault(name) == life)
                    _followed.Remove(name);
                life.Dispose();
            }
        }
    }

    [LoggerMessage(3027, LogLevel.Warning, "Blocking queries for {Service} are not woken by its changes: {Trouble}")]
    private partial void Unfollowed(string service, string trouble);
}
