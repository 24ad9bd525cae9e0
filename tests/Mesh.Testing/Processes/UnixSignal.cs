using System.Runtime.InteropServices;

namespace Mesh.Testing.Processes;

/// <summary>Signals to processes that a test started itself.</summary>
internal static partial class UnixSignal
{
    private const int HangUp1 = 1;
    private const int Kill9 = 9;
    private const int User10 = 10;
    private const int Terminate15 = 15;
    private const int Continue18 = 18;
    private const int Stop19 = 19;

    public static void HangUp(int pid) => Send(pid, HangUp1);

    public static void User1(int pid) => Send(pid, User10);

    public static void Kill(int pid) => Send(pid, Kill9);

    public static void Terminate(int pid) => Send(pid, Terminate15);

    public static void Continue(int pid) => Send(pid, Continue18);

    public static void Stop(int pid) => Send(pid, Stop19);

    private static void Send(int pid, int signal)
    {
        if (SysKill(pid, signal) != 0)
            throw new InvalidOperationException($"kill({pid}, {signal}) failed: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SysKill(int pid, int signal);
}
