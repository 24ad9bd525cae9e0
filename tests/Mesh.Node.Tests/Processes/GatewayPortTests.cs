using System.Net;
using System.Net.Sockets;
using Mesh.Node.Tests.Support;
using Mesh.Testing;

namespace Mesh.Node.Tests.Processes;

/// <summary>A gateway whose port somebody else has says so and does not start.</summary>
public sealed class GatewayPortTests
{
    [Theory]
    [InlineData("TCP", SocketType.Stream, ProtocolType.Tcp)]
    [InlineData("UDP", SocketType.Dgram, ProtocolType.Udp)]
    public async Task Taken_port_is_one_line_and_exit_1(string name, SocketType type, ProtocolType protocol)
    {
        var port = FreePorts.Take();
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        if (type is SocketType.Stream)
            socket.Listen();

        var (exit, output, error) = await MeshProcess.RunAsync(
            null, "node", "--port", "0", "--http", "0", "--gateway", $"127.0.0.1:{port}", "--federation-mode", "open");

        Assert.Equal((1, ""), (exit, output));
        Assert.Equal($"mesh node: {name} port {port} of 127.0.0.1, the gateway's, is taken by another process\n", error);
    }
}
