using System.Runtime.InteropServices;
using Google.Protobuf;
using Mesh.KeyValues;

namespace Mesh.Node.Etcd.Answers;

/// <summary>Between protobuf's immutable bytes and the store's, without a copy: neither side ever writes to them.</summary>
internal static class Bytes
{
    public static Octets Of(ByteString bytes)
    {
        if (bytes.IsEmpty)
            return Octets.Empty;
        return MemoryMarshal.TryGetArray(bytes.Memory, out var part) && part.Offset == 0 && part.Count == part.Array!.Length
            ? Octets.Wrap(part.Array)
            : Octets.Copy(bytes.Span);
    }

    public static ByteString Of(Octets octets) =>
        octets.IsEmpty ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(octets.Memory);
}
