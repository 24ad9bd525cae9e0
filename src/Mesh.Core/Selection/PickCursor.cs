using System.Runtime.InteropServices;

namespace Mesh.Selection;

/// <summary>
/// The place of a round robin. Starts anywhere, so that many callers do not all begin with the same instance. Padded:
/// it is written at each pick, and what is read at each pick must not share its cache line.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal sealed class PickCursor(int start)
{
    [FieldOffset(64)]
    private int _ticket = start;

    public uint Next() => (uint)Interlocked.Increment(ref _ticket);
}
