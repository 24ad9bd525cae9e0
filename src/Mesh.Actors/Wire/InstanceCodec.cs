using Mesh.Catalog;

namespace Mesh.Wire;

/// <summary>A record as bytes, for those who store it: the same as between nodes, so that any version can read it.</summary>
internal static class InstanceCodec
{
    public static byte[] Write(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.ToWire().ToByteArray();
    }

    /// <summary>Null: the bytes are not a record, or one that is out of bounds.</summary>
    public static ServiceInstance? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var instance = InstanceWire.Read(bytes);
            return InstanceValidation.Check(instance).Count == 0 ? instance : null;
        }
        catch (Exception fault) when (fault is WireFormatException or MalformedMessageException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
