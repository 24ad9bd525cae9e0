using Google.Protobuf;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>
/// The transactions of a bridge. Each write compares what it stands on, so that a key which a service wrote meanwhile is
/// never touched, and a process that lost its claim writes nothing more. Pure.
/// </summary>
internal static class EtcdTxns
{
    /// <summary>Takes the claim; <paramref name="seen"/> is the revision of the claim to take over, 0: there is none.</summary>
    public static TxnRequest Claim(string key, byte[] value, long lease, long seen) => new()
    {
        Compare = { seen == 0 ? IsAbsent(key) : IsUnchanged(key, seen) },
        Success = { Put(key, value, lease) },
    };

    /// <param name="claim">The key and revision of the claim.</param>
    /// <param name="seen">The copy as it is; null: there is none.</param>
    public static TxnRequest PutCopy((string Key, long Revision) claim, string key, byte[] value, byte[] mark, long lease, EtcdEntry? seen) => new()
    {
        Compare = { IsUnchanged(claim.Key, claim.Revision), seen is null ? IsAbsent(key) : IsUnchanged(key, seen.ModRevision) },
        Success = { Put(key, value, lease), Put(EtcdKeys.Mark(key), mark, lease) },
    };

    public static TxnRequest DeleteCopy((string Key, long Revision) claim, string key, EtcdEntry seen) => new()
    {
        Compare = { IsUnchanged(claim.Key, claim.Revision), IsUnchanged(key, seen.ModRevision) },
        Success = { Delete(key), Delete(EtcdKeys.Mark(key)) },
    };

    private static Compare IsAbsent(string key) => new()
    {
        Key = ByteString.CopyFromUtf8(key),
        Target = Compare.Types.CompareTarget.Create,
        Result = Compare.Types.CompareResult.Equal,
        CreateRevision = 0,
    };

    private static Compare IsUnchanged(string key, long revision) => new()
    {
        Key = ByteString.CopyFromUtf8(key),
        Target = Compare.Types.CompareTarget.Mod,
        Result = Compare.Types.CompareResult.Equal,
        ModRevision = revision,
    };

    private static RequestOp Put(string key, byte[] value, long lease) => new()
    {
        RequestPut = new PutRequest
        {
            Key = ByteString.CopyFromUtf8(key),
            Value = ByteString.CopyFrom(value),
            Lease = lease,
        },
    };

    private static RequestOp Delete(string key) => new()
    {
        RequestDeleteRange = new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(key) },
    };
}
