using Mesh.KeyValues;

namespace Mesh.Wire;

/// <summary>A bucket of the key-value store.</summary>
internal sealed class KeyBucketWire() : BucketWire<KeyBucket, KeySlot, KeyRecord>(KeyBucket.Empty)
{
    public static readonly KeyBucketWire Instance = new();

    protected override void WriteRecord(ref WireWriter writer, int field, KeyRecord record) =>
        KeyRecordWire.Write(ref writer, field, record);

    protected override KeyRecord ReadRecord(ReadOnlySpan<byte> bytes) => KeyRecordWire.Read(bytes);

    protected override void WriteKey(ref WireWriter writer, int field, KeySlot key) =>
        KeyRecordWire.WriteSlot(ref writer, field, key);

    protected override KeySlot ReadKey(ReadOnlySpan<byte> bytes) => KeyRecordWire.ReadSlot(bytes);

    protected override KeySlot KeyOf(KeyRecord record) => record.Slot;
}
