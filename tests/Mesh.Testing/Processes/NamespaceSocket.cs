using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Mesh.Testing.Processes;

/// <summary>
/// Connections that begin inside a network namespace. A socket belongs to the namespace in which its thread made it,
/// for good; so a thread of its own enters the namespace, connects and ends, and the socket is used anywhere.
/// </summary>
public static partial class NamespaceSocket
{
    private const int NetworkNamespace = 0x40000000;

    public static Task<Socket> ConnectAsync(string name, IPEndPoint to)
    {
        var outcome = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(name, to, outcome)) { IsBackground = true, Name = $"connect in {name}" };
        thread.Start();
        return outcome.Task;
    }

    private static void Run(string name, IPEndPoint to, TaskCompletionSource<Socket> outcome)
    {
        try
        {
            Enter(name);
            var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(to);
                outcome.SetResult(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        catch (Exception trouble)
        {
            outcome.SetException(trouble);
        }
    }

    private static void Enter(string name)
    {
        using var handle = File.OpenHandle($"/run/netns/{name}");
        if (SysSetns((int)handle.DangerousGetHandle(), NetworkNamespace) != 0)
            throw new InvalidOperationException($"setns({name}) failed: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SysSetns(int fd, int kind);
}
