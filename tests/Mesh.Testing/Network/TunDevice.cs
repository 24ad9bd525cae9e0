using System.Runtime.InteropServices;
using System.Text;

namespace Mesh.Testing.Network;

/// <summary>
/// A network device whose packets this process reads and writes (Linux: tun). It is in the namespace of the thread that
/// opened it and goes when it is disposed of.
/// </summary>
internal sealed partial class TunDevice : IDisposable
{
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const nuint SetInterface = 0x400454ca;
    private const ushort Tun = 0x0001;
    private const ushort NoPacketInformation = 0x1000;
    private const int NameSize = 16;

    private int _file;

    private TunDevice(int file) => _file = file;

    public int File => _file;

    public static TunDevice Open(string name)
    {
        var file = SysOpen("/dev/net/tun", ReadWrite | NonBlocking | CloseOnExec);
        if (file < 0)
            throw new InvalidOperationException($"/dev/net/tun cannot be opened: errno {Marshal.GetLastPInvokeError()}");
        // struct ifreq: the name, then the flags, 40 bytes in all.
        Span<byte> request = stackalloc byte[40];
        request.Clear();
        Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, NameSize - 1)), request);
        MemoryMarshal.Write(request[NameSize..], (ushort)(Tun | NoPacketInformation));
        if (SysIoctl(file, SetInterface, ref MemoryMarshal.GetReference(request)) == 0)
            return new TunDevice(file);
        var fault = Marshal.GetLastPInvokeError();
        _ = SysClose(file);
        throw new InvalidOperationException($"the device {name} cannot be made: errno {fault}");
    }

    /// <summary>The length of the next packet; 0: there is none now.</summary>
    public int Read(Span<byte> into)
    {
        var count = SysRead(_file, ref MemoryMarshal.GetReference(into), (nuint)into.Length);
        return count > 0 ? (int)count : 0;
    }

    /// <summary>A packet that the system does not take is lost, as it may be on any network.</summary>
    public void Write(ReadOnlySpan<byte> packet) => _ = SysWrite(_file, ref MemoryMarshal.GetReference(packet), (nuint)packet.Length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _file, -1) is >= 0 and var file)
            _ = SysClose(file);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SysOpen(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int SysIoctl(int file, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint SysRead(int file, ref byte into, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint SysWrite(int file, ref byte from, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int SysClose(int file);
}
