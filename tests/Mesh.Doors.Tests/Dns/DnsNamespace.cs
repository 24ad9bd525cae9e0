using System.Net;
using System.Net.Sockets;
using Mesh.Testing;
using Mesh.Testing.Network;
using Mesh.Testing.Processes;

namespace Mesh.Doors.Tests.Dns;

/// <summary>
/// A network namespace with nothing but loopback, whose processes find their resolver at port 53 of it: "ip netns exec"
/// puts the file in the place of /etc/resolv.conf. Disposing removes it.
/// </summary>
internal sealed class DnsNamespace : IAsyncDisposable
{
    private const string Root = "/etc/netns";

    private static int _last;

    private readonly bool _hadRoot = Directory.Exists(Root);

    private DnsNamespace()
    {
    }

    public string Name { get; } = $"mesh-dns-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}";

    private string Folder => Path.Combine(Root, Name);

    public static async Task<DnsNamespace> CreateAsync()
    {
        var space = new DnsNamespace();
        await IpAsync("netns", "add", space.Name);
        try
        {
            Directory.CreateDirectory(space.Folder);
            await File.WriteAllTextAsync(Path.Combine(space.Folder, "resolv.conf"), "nameserver 127.0.0.1\n");
            await IpAsync("-n", space.Name, "link", "set", "lo", "up");
            return space;
        }
        catch
        {
            await space.DisposeAsync();
            throw;
        }
    }

    public ChildProcess Start(string program, params string[] arguments) =>
        ChildProcess.Start("ip", ["netns", "exec", Name, program, .. arguments], []);

    public HttpClient ClientOf(int port) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = await NamespaceSocket.ConnectAsync(Name, new IPEndPoint(IPAddress.Loopback, port)).WaitAsync(cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = Patience.Limit,
    };

    public async ValueTask DisposeAsync()
    {
        await IpAsync("netns", "del", Name);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        if (!_hadRoot && Directory.Exists(Root) && !Directory.EnumerateFileSystemEntries(Root).Any())
            Directory.Delete(Root);
    }

    private static async Task IpAsync(params string[] arguments)
    {
        await using var ip = ChildProcess.Start("ip", arguments, []);
        var exit = await ip.WaitAsync(Patience.Limit);
        if (exit != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)} ended with {exit} (it needs root): {ip.Output}");
    }
}
