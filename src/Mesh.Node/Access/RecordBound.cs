namespace Mesh.Node.Access;

/// <summary>How many records there may be, and how many bytes of them.</summary>
internal readonly record struct RecordBound(int Records, long Bytes)
{
    public static readonly RecordBound None = new(int.MaxValue, long.MaxValue);
}
