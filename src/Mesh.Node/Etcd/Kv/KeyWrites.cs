using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Puts and deletes as writes of the store. Pure.</summary>
internal static class KeyWrites
{
    public static EtcdFault? Check(PutRequest put) =>
        put.Key.IsEmpty ? EtcdFault.EmptyKey
        : put.IgnoreValue && !put.Value.IsEmpty ? EtcdFault.ValueProvided
        : put.IgnoreLease && put.Lease != 0 ? EtcdFault.LeaseProvided
        : put.Lease < 0 ? EtcdFault.LeaseNotFound
        : put.Key.Length > KeyValueLimits.KeyLength || put.Value.Length > KeyValueLimits.ValueLength ? EtcdFault.TooLarge
        : null;

    public static EtcdFault? Check(DeleteRangeRequest delete) => delete.Key.IsEmpty ? EtcdFault.EmptyKey : null;

    public static KeyWrite Of(PutRequest put) =>
        new KeyWrite.Put(Bytes.Of(put.Key), Bytes.Of(put.Value), put.Lease);

    /// <param name="range">A part of the range that is to be deleted.</param>
    public static KeyWrite DeleteOf(KeyRange range) =>
        range.IsOneKey ? new KeyWrite.Delete(range.From) : new KeyWrite.DeleteRange(range.From, range.To);
}
