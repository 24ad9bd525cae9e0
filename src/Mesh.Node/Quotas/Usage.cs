namespace Mesh.Node.Quotas;

/// <summary>Records and their bytes.</summary>
internal readonly record struct Usage(int Records, long Bytes)
{
    public static Usage operator +(Usage one, Usage other) => new(one.Records + other.Records, one.Bytes + other.Bytes);

    public static Usage operator -(Usage one, Usage other) => new(one.Records - other.Records, one.Bytes - other.Bytes);
}
