using System.Net.Sockets;
using System.Text;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Peers;

/// <summary>Servers of ZooKeeper, from Debian's libraries for Java.</summary>
internal sealed class ZooKeeperServers : IServers
{
    private const string Libraries = "/usr/share/java";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly string[] Jars =
    [
        "zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-nop", "metrics-core", "snappy-java", "commons-cli", "commons-io", "netty-all",
        "netty-handler", "netty-transport", "netty-common", "netty-buffer", "netty-codec",
    ];

    private readonly ChildProcess[] _servers;
    private readonly int[] _ports;
    private readonly string _folder;

    private ZooKeeperServers(ChildProcess[] servers, int[] ports, string folder)
    {
        _servers = servers;
        _ports = ports;
        _folder = folder;
    }

    public IReadOnlyList<string> Endpoints => [.. _ports.Select(p => $"127.0.0.1:{p}")];

    public IReadOnlyList<int> Pids => [.. _servers.Select(s => s.Pid)];

    /// <param name="folder">Of its data, which go with it.</param>
    public static async Task<ZooKeeperServers> StartAsync(int count, string folder)
    {
        int[] ports = [.. Enumerable.Range(0, count).Select(_ => FreePorts.Take())];
        var ensemble = Enumerable.Range(1, count).Select(n => $"server.{n}=127.0.0.1:{FreePorts.Take()}:{FreePorts.Take()}").ToArray();
        var path = string.Join(':', Jars.Select(j => Path.Combine(Libraries, $"{j}.jar")));
        var servers = ports.Select((port, n) => ChildProcess.Start(
            "java",
            ["-Xmx1g", "-cp", path, "org.apache.zookeeper.server.quorum.QuorumPeerMain", Settings(folder, n + 1, port, ensemble)],
            []));
        var zooKeeper = new ZooKeeperServers([.. servers], ports, folder);
        foreach (var port in ports)
            await NodeApi.UntilAsync(() => ServesAsync(port), StartLimit, $"a ZooKeeper that serves; it printed: {zooKeeper._servers[0].Output}");
        return zooKeeper;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Settings(string folder, int number, int port, string[] ensemble)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, $"{number}")).FullName;
        File.WriteAllText(Path.Combine(data, "myid"), $"{number}");
        var file = Path.Combine(folder, $"{number}.cfg");
        File.WriteAllLines(
            file,
            [
                "tickTime=2000", "initLimit=10", "syncLimit=5", "maxClientCnxns=0", "admin.enableServer=false", "4lw.commands.whitelist=*",
                $"dataDir={data}", $"clientPort={port}", "clientPortAddress=127.0.0.1", .. ensemble.Length > 1 ? ensemble : [],
            ]);
        return file;
    }

    /// <summary>Asks for its mode, which it has once there is a leader.</summary>
    private static async Task<bool> ServesAsync(int port)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", port);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("srvr"));
            using var reader = new StreamReader(stream);
            return (await reader.ReadToEndAsync()).Contains("Mode:", StringComparison.Ordinal);
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}
