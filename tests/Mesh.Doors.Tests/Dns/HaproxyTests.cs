using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mesh.Catalog;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>HAProxy fills a server template from SRV records, and checks each server.</summary>
public sealed class HaproxyTests
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Forty_servers_stay_up_for_a_minute_and_one_removed_is_dropped()
    {
        await using var door = await TestDoor.StartAsync();
        using var servers = new Servers(40);
        foreach (var instance in servers.Instances)
            door.Put(instance);
        var (config, stats) = (Path.GetTempFileName(), FreePorts.Take());
        try
        {
            await File.WriteAllTextAsync(config, Config(door.Port, stats));
            await using var haproxy = ChildProcess.Start("/usr/sbin/haproxy", ["-f", config, "-db"], []);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{stats}") };
            await UntilUpAsync(http, haproxy, 40);
            await KeepsUpAsync(http, haproxy, 40);

            door.Remove(servers.Instances[7]);
            await UntilUpAsync(http, haproxy, 39);
        }
        finally
        {
            File.Delete(config);
        }
    }

    private static async Task KeepsUpAsync(HttpClient http, ChildProcess haproxy, int expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (TimeProvider.System.GetElapsedTime(began) < Watched)
        {
            await timer.WaitForNextTickAsync();
            Assert.Equal(expected, await UpAsync(http));
        }

        Assert.DoesNotContain("DOWN", haproxy.Output, StringComparison.Ordinal);
    }

    private static Task UntilUpAsync(HttpClient http, ChildProcess haproxy, int expected) => Eventually.SeesAsync(
        () => UpAsync(http),
        up => up == expected,
        $"{expected} servers up",
        up => $"{up}; it printed:\n{haproxy.Output}",
        Limit,
        TimeSpan.FromMilliseconds(100),
        // It is still starting.
        trouble => trouble is HttpRequestException && !haproxy.HasExited);

    /// <summary>Counts the lines of the statistics: proxy, server and, as the 18th field, its state.</summary>
    private static async Task<int> UpAsync(HttpClient http) => (await http.GetStringAsync("/;csv")).Split('\n')
        .Select(l => l.Split(','))
        .Count(f => f.Length > 17 && f[0] == "web" && f[1].StartsWith("web", StringComparison.Ordinal) && f[17].StartsWith("UP", StringComparison.Ordinal));

    private static string Config(int dns, int stats) => string.Create(CultureInfo.InvariantCulture, $"""
        global
          log stdout format raw local0
          maxconn 200
        defaults
          log global
          mode tcp
          timeout connect 5s
          timeout client 5s
          timeout server 5s
        resolvers mesh
          nameserver door 127.0.0.1:{dns}
          accepted_payload_size 8192
          resolve_retries 3
          timeout resolve 1s
          timeout retry 1s
          hold valid 3s
          hold obsolete 3s
        backend web
          server-template web 50 _web._tcp.service.mesh resolvers mesh resolve-prefer ipv4 init-addr none check inter 2s fall 5
        frontend stats
          mode http
          bind 127.0.0.1:{stats}
          stats enable
          stats uri /

        """);

    /// <summary>So many listeners, each at an address of its own, whose connections are left to the backlog.</summary>
    private sealed class Servers : IDisposable
    {
        private readonly List<TcpListener> _listeners = [];
        private readonly List<Task> _accepting = [];

        public Servers(int count)
        {
            for (var i = 1; i <= count; i++)
            {
                var listener = new TcpListener(IPAddress.Parse($"127.0.1.{i}"), 0);
                listener.Start();
                _listeners.Add(listener);
                _accepting.Add(AcceptAsync(listener));
            }

            Instances = [.. _listeners.Select(l => (IPEndPoint)l.LocalEndpoint)
                .Select((e, i) => TestCatalog.Instance("web", $"w-{i + 1}", e.Port, e.Address.ToString()))];
        }

        public ServiceInstance[] Instances { get; }

        public void Dispose()
        {
            foreach (var listener in _listeners)
                listener.Dispose();
        }

        private static async Task AcceptAsync(TcpListener listener)
        {
            try
            {
                while (true)
                    (await listener.AcceptSocketAsync()).Dispose();
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
