using System.Text.Json;

namespace Mesh.Testing.Processes;

/// <summary>The sample "orders" as a process on loopback, always on the same port, so that it can be started again.</summary>
internal sealed class OrdersProcess : IAsyncDisposable
{
    private readonly string _seed;
    private readonly string _service;
    private readonly int _port = FreePorts.Take();
    private ChildProcess? _process;

    /// <param name="service">What it registers as.</param>
    public OrdersProcess(string id, string seed, string service = "orders")
    {
        Id = id;
        _service = service;
        _seed = seed;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = Patience.Limit };
    }

    public string Id { get; }

    public HttpClient Http { get; }

    public ChildProcess Process => _process ?? throw new InvalidOperationException($"{Id} was not started");

    public void Start() => _process = ChildProcess.Start(
        SampleBinary.Find("Orders"),
        [],
        [
            new("ASPNETCORE_URLS", $"http://127.0.0.1:{_port}"),
            new("Orders__Id", Id),
            new("Orders__Service", _service),
            new("Mesh__Seeds__0", _seed),
        ]);

    /// <summary>SIGTERM; returns once the process has ended.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        var process = Process;
        var code = await process.TerminateAsync(limit);
        if (code != 0)
            throw new InvalidOperationException($"{Id} ended with {code}; it printed:\n{process.Output}");
        await process.DisposeAsync();
    }

    /// <summary>The ids that the process's own node offers to callers.</summary>
    public async Task<string[]> OfferedAsync()
    {
        using var answer = JsonDocument.Parse(await Http.GetStringAsync(new Uri("/lookup", UriKind.Relative)));
        return [.. answer.RootElement.GetProperty("offered").EnumerateArray().Select(i => i.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }
}
