using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Client;
using Mesh.Node.Metrics;
using Mesh.Registry;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Dns;

/// <summary>DNS over UDP and TCP. Answers come from the snapshot of the node; nothing is forwarded.</summary>
internal sealed partial class DnsDoor(
    IMeshClient mesh,
    MeshHub hub,
    IMeshInspector inspector,
    IOptions<DnsOptions> options,
    DnsAddress address,
    TimeProvider time,
    ILogger<DnsDoor> log,
    DoorFigures? figures = null,
    IDnsQueries? queries = null) : IHostedService, IDisposable
{
    private const int MaxLoops = 4;

    private readonly CancellationTokenSource _closed = new();
    private readonly List<Thread> _loops = [];
    private IReadOnlyList<DnsSockets> _sockets = [];
    private Task _work = Task.CompletedTask;

    /// <summary>Null before the door is open.</summary>
    public int? Port => _sockets.Count > 0 ? _sockets[0].Port : null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sockets = DnsSockets.Bind(address.Ips, address.Port);
        LogOpen(log, string.Join(", ", address.Ips), _sockets[0].Port, options.Value.Domain);
        var settings = options.Value;
        var faults = new DnsFaults(log, time, _closed.Token);
        var answers = new DnsAnswers(new DnsZone(settings, address.Ips));
        var cache = new DnsCache();
        var world = new DnsWorld(mesh, hub, inspector, time, queries);
        var limit = new DnsRateLimit(settings.AnswerBytes, time, Seed());
        foreach (var sockets in _sockets)
        {
            for (var i = 0; i < Math.Clamp(Environment.ProcessorCount, 1, MaxLoops); i++)
            {
                var loop = new DnsUdpLoop(sockets.Udp, Responder(), settings, limit, faults);
                var thread = new Thread(loop.Run) { IsBackground = true, Name = $"dns {_loops.Count}" };
                _loops.Add(thread);
                thread.Start();
            }
        }

        var tcp = new DnsTcpListener([.. _sockets.Select(s => s.Tcp)], Responder, settings, time, faults);
        _work = Task.Run(() => tcp.RunAsync(_closed.Token), CancellationToken.None);
        return Task.CompletedTask;

        DnsResponder Responder() => new(answers, cache, world, settings, Seed(), figures);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closed.CancelAsync();
        Close();
        await _work.WaitAsync(cancellationToken);
        // A loop ends with its socket.
        foreach (var loop in _loops)
            await Task.Run(loop.Join, cancellationToken).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        Close();
        _closed.Dispose();
    }

    private void Close()
    {
        foreach (var sockets in _sockets)
            sockets.Dispose();
    }

    [LoggerMessage(3052, LogLevel.Information, "DNS: {Address} port {Port} answers for {Domain}")]
    private static partial void LogOpen(ILogger log, string address, int port, string domain);

    private static ulong Seed() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}
