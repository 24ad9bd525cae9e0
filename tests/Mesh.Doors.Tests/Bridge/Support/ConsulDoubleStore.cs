using System.Text.Json.Nodes;

namespace Mesh.Doors.Tests.Bridge.Support;

/// <summary>The catalogue of the double, with an index per service and one for the list of services.</summary>
internal sealed class ConsulDoubleStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _indexes = [];
    private readonly CancellationTokenSource _closed = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _index = 10;
    private int _parked;

    public int Parked => Volatile.Read(ref _parked);

    public static JsonObject Native(string node, string id, string service, string address, int port, string status = "passing") => new()
    {
        ["Node"] = node,
        ["Address"] = "10.0.0.9",
        ["Service"] = new JsonObject
        {
            ["ID"] = id,
            ["Service"] = service,
            ["Tags"] = new JsonArray("v1"),
            ["Meta"] = new JsonObject { ["team"] = "red" },
            ["Address"] = address,
            ["Port"] = port,
            ["Weights"] = new JsonObject { ["Passing"] = 2, ["Warning"] = 1 },
        },
        ["Check"] = new JsonObject { ["CheckID"] = $"service:{id}", ["Status"] = status, ["ServiceID"] = id, ["Node"] = node },
    };

    public void Register(JsonNode body)
    {
        lock (_gate)
        {
            var key = $"{body["Node"]}/{body["Service"]!["ID"]}";
            _entries[key] = (JsonObject)body.DeepClone();
            Bump((string)body["Service"]!["Service"]!);
        }
    }

    public void Deregister(JsonNode body)
    {
        lock (_gate)
        {
            var prefix = body["ServiceID"] is { } id ? $"{body["Node"]}/{id}" : $"{body["Node"]}/";
            foreach (var key in _entries.Keys.Where(k => body["ServiceID"] is null ? k.StartsWith(prefix, StringComparison.Ordinal) : k == prefix).ToArray())
            {
                var service = (string)_entries[key]["Service"]!["Service"]!;
                _entries.Remove(key);
                Bump(service);
            }
        }
    }

    /// <summary>"node/id status" of every entry.</summary>
    public string[] All()
    {
        lock (_gate)
            return [.. _entries.Select(e => $"{e.Key} {e.Value["Check"]!["Status"]}")];
    }

    public JsonNode Services()
    {
        lock (_gate)
        {
            var list = new JsonObject { ["consul"] = new JsonArray() };
            foreach (var name in _entries.Values.Select(e => (string)e["Service"]!["Service"]!).Distinct())
                list[name] = new JsonArray();
            return list;
        }
    }

    public JsonNode Health(string service)
    {
        lock (_gate)
        {
            return new JsonArray([.. _entries.Values.Where(e => (string)e["Service"]!["Service"]! == service).Select(e => (JsonNode)new JsonObject
            {
                ["Node"] = new JsonObject { ["ID"] = "u", ["Node"] = e["Node"]!.DeepClone(), ["Address"] = e["Address"]!.DeepClone(), ["Datacenter"] = "dc1" },
                ["Service"] = e["Service"]!.DeepClone(),
                ["Checks"] = new JsonArray(e["Check"]!.DeepClone()),
            })]);
        }
    }

    /// <summary>The index of a service, or of the list for ""; waits while it is the one that the caller knows.</summary>
    public async Task<long> WaitAsync(string service, long known, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closed.Token);
        Interlocked.Increment(ref _parked);
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    var now = service.Length == 0 ? _index : _indexes.GetValueOrDefault(service, 10);
                    if (known == 0 || now != known)
                        return now;
                    changed = _changed.Task;
                }

                await changed.WaitAsync(either.Token);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _parked);
        }
    }

    /// <summary>Ends the queries that wait.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    private void Bump(string service)
    {
        _indexes[service] = ++_index;
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
