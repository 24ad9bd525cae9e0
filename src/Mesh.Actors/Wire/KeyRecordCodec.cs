using Mesh.KeyValues;

namespace Mesh.Wire;

/// <summary>A record of the key-value store as bytes, for those who store it: the same as between nodes, so that any version can read it.</summary>
internal static class KeyRecordCodec
{
    public static byte[] Write(KeyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var writer = WireWriter.Rent();
        try
        {
            KeyRecordWire.Write(ref writer, record);
            return writer.ToArray();
        }
        finally
        {
            writer.Return();
        }
    }

    /// <summary>Null: the bytes are not a record, or one that is out of bounds.</summary>
    public static KeyRecord? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var record = KeyRecordWire.Read(bytes);
            return IsWhole(record) ? record : null;
        }
        catch (Exception fault) when (fault is WireFormatException or MalformedMessageException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsWhole(KeyRecord record) => record.Slot.Space switch
    {
        KeySpace.Entry => !record.Slot.Name.IsEmpty,
        KeySpace.Lease => record.Slot.Lease != 0 && (record.Deleted || record.Ttl is >= 1 and <= KeyValueLimits.MaxTtl),
        _ => false,
    };
}
