using System.Collections.Immutable;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using static Mesh.Node.Etcd.Proto.Compare.Types;
using Op = Mesh.Node.Etcd.Proto.RequestOp.RequestOneofCase;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// Which transactions are served: those without compares, and idempotent registration, where each compare is "this key
/// does not exist" on a key below the service prefix that the success branch puts. Anything else would be mutual
/// exclusion, which a mesh that goes on in a partition cannot give. Pure.
/// </summary>
internal static class TxnMapping
{
    /// <summary>etcd's bound for each of the three lists.</summary>
    public const int MaxOps = 128;

    public static readonly EtcdFault Compared = EtcdFault.Unimplemented(
        "this transaction compares, which needs agreement between all nodes; a mesh stays available in a partition and "
        + "has no such agreement, so locks, elections and compare-and-swap are refused; served are transactions without "
        + "compares, and registration: put keys below the service prefix if their create_revision is 0");

    public static readonly EtcdFault Nested = EtcdFault.Unimplemented("transactions inside transactions are not served");

    /// <param name="prefix">Below it are the keys of services.</param>
    public static EtcdAnswer<TxnPlan> Plan(TxnRequest request, Octets prefix)
    {
        if (request.Compare.Count > MaxOps || request.Success.Count > MaxOps || request.Failure.Count > MaxOps)
            return EtcdFault.TooManyOps;
        foreach (var compare in request.Compare)
        {
            if (compare.Key.IsEmpty)
                return EtcdFault.EmptyKey;
        }

        if ((Check(request.Success) ?? Check(request.Failure)) is { } fault)
            return fault;
        var put = PutsOf(request.Success);
        var absent = ImmutableArray.CreateBuilder<Octets>(request.Compare.Count);
        foreach (var compare in request.Compare)
        {
            var key = Bytes.Of(compare.Key);
            if (!IsAbsence(compare) || !key.StartsWith(prefix) || !put.Contains(key))
                return Compared;
            absent.Add(key);
        }

        // Who also asks for the oldest of many keys stands in a queue, as locks and elections do.
        if (absent.Count > 0 && (ReadsRanges(request.Success) || ReadsRanges(request.Failure)))
            return Compared;
        return new TxnPlan(absent.DrainToImmutable(), request.Success, request.Failure);
    }

    /// <summary>The batch of a branch; none when it only reads.</summary>
    public static KeyBatch Batch(IReadOnlyList<RequestOp> branch, ImmutableArray<Octets> absent)
    {
        var writes = ImmutableArray.CreateBuilder<KeyWrite>();
        foreach (var op in branch)
        {
            if (op.RequestCase is Op.RequestPut)
                writes.Add(KeyWrites.Of(op.RequestPut));
            else if (op.RequestCase is Op.RequestDeleteRange)
                writes.Add(KeyWrites.Of(op.RequestDeleteRange));
        }

        return new KeyBatch(writes.DrainToImmutable(), [.. absent.Distinct().Select(k => new KeyCondition(k, 0))]);
    }

    /// <summary>"create_revision is 0": the key does not exist. "version is 0" says the same.</summary>
    private static bool IsAbsence(Compare compare) =>
        compare.Result is CompareResult.Equal && compare.RangeEnd.IsEmpty
        && ((compare.Target is CompareTarget.Create && compare.CreateRevision == 0)
            || (compare.Target is CompareTarget.Version && compare.Version == 0));

    private static bool ReadsRanges(IReadOnlyList<RequestOp> branch)
    {
        foreach (var op in branch)
        {
            if (op.RequestCase is Op.RequestRange && !op.RequestRange.RangeEnd.IsEmpty)
                return true;
        }

        return false;
    }

    private static HashSet<Octets> PutsOf(IReadOnlyList<RequestOp> branch)
    {
        var keys = new HashSet<Octets>();
        foreach (var op in branch)
        {
            if (op.RequestCase is Op.RequestPut)
                keys.Add(Bytes.Of(op.RequestPut.Key));
        }

        return keys;
    }

    private static EtcdFault? Check(IReadOnlyList<RequestOp> branch)
    {
        foreach (var op in branch)
        {
            var fault = op.RequestCase switch
            {
                Op.RequestRange => RangeMapping.Check(op.RequestRange),
                Op.RequestPut => KeyWrites.Check(op.RequestPut) ?? IgnoreInTxn(op.RequestPut),
                Op.RequestDeleteRange => KeyWrites.Check(op.RequestDeleteRange),
                Op.RequestTxn => Nested,
                _ => EtcdFault.KeyNotFound,
            };
            if (fault is not null)
                return fault;
        }

        return Overlaps(branch) ? EtcdFault.DuplicateKey : null;
    }

    private static EtcdFault? IgnoreInTxn(PutRequest put) => put.IgnoreValue || put.IgnoreLease
        ? EtcdFault.Unimplemented("ignore_value and ignore_lease are served by Put, not inside a transaction")
        : null;

    /// <summary>A key must not be put twice, nor put and deleted.</summary>
    private static bool Overlaps(IReadOnlyList<RequestOp> branch)
    {
        var put = new HashSet<Octets>();
        foreach (var op in branch)
        {
            if (op.RequestCase is Op.RequestPut && !put.Add(Bytes.Of(op.RequestPut.Key)))
                return true;
        }

        foreach (var op in branch)
        {
            if (op.RequestCase is not Op.RequestDeleteRange)
                continue;
            var range = KeyRange.Of(op.RequestDeleteRange.Key, op.RequestDeleteRange.RangeEnd);
            foreach (var key in put)
            {
                if (range.Contains(key))
                    return true;
            }
        }

        return false;
    }
}
