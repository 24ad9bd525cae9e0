using BenchmarkDotNet.Attributes;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.Bench;

/// <summary>
/// The key-value store of one node, everything that a put costs in this process included: actor, snapshot, history and
/// replication. 64 callers wait for their answers, 10,000 keys are there.
/// </summary>
public class KeyValueBenchmarks
{
    private const int Callers = 64;
    private const int PerCaller = 200;
    private const int Keys = 10_000;

    private readonly Octets[] _keys = [.. Enumerable.Range(0, Keys).Select(n => Octets.Utf8($"/services/orders/10.1.{n / 256}.{n % 256}:8080"))];
    private readonly Octets _value = Octets.Wrap(new byte[128]);
    private IHost _host = null!;
    private IMeshKeyValues _store = null!;
    private int _next;

    [GlobalSetup]
    public async Task SetUp()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddMesh();
        _host = builder.Build();
        await _host.StartAsync();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_host.Services.GetRequiredService<IMeshClient>().State.Phase is not MeshPhase.Ready)
            await poll.WaitForNextTickAsync();
        _store = _host.Services.GetRequiredService<IMeshKeyValues>();
        foreach (var key in _keys)
            await PutAsync(key);
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Callers * PerCaller)]
    public Task Put() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < PerCaller; i++)
            await PutAsync(_keys[Interlocked.Increment(ref _next) % Keys]);
    })));

    [Benchmark]
    public KeyValue? Find() => _store.Snapshot.Find(_keys[++_next % Keys]);

    [Benchmark]
    public int RangeOf100() => _store.Snapshot.Range(_keys[_next % Keys], null).Take(100).Count();

    private Task<KeyValueReplies.IApplyReply> PutAsync(Octets key) => _store.ApplyAsync(new KeyBatch(new KeyWrite.Put(key, _value)));
}
