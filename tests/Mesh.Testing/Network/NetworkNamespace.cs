using System.Runtime.InteropServices;

namespace Mesh.Testing.Network;

/// <summary>
/// Makes things inside a network namespace. What is made belongs to the namespace in which its thread made it, for good;
/// so a thread of its own enters the namespace, makes it and ends, and the thing is used anywhere.
/// </summary>
internal static partial class NetworkNamespace
{
    private const int Network = 0x40000000;

    public static Task<T> RunAsync<T>(string name, Func<T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(name, make, outcome)) { IsBackground = true, Name = $"in {name}" };
        thread.Start();
        return outcome.Task;
    }

    private static void Run<T>(string name, Func<T> make, TaskCompletionSource<T> outcome)
    {
        try
        {
            Enter(name);
            outcome.SetResult(make());
        }
        catch (Exception trouble)
        {
            outcome.SetException(trouble);
        }
    }

    private static void Enter(string name)
    {
        using var handle = File.OpenHandle($"/run/netns/{name}");
        if (SysSetns((int)handle.DangerousGetHandle(), Network) != 0)
            throw new InvalidOperationException($"setns({name}) failed: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SysSetns(int fd, int kind);
}
