using System.Collections.Immutable;
using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using static Mesh.Node.Etcd.Proto.Compare.Types;
using Op = Mesh.Node.Etcd.Proto.RequestOp.RequestOneofCase;

namespace Mesh.Node.Etcd.Kv;

/// <summary>
/// Which transactions are served: those without compares, and, where one node decides for all because it is alone, idempotent
/// registration, where each compare is "this key does not exist" on a key of a layout of services that the success branch
/// puts. Anything else would be mutual exclusion, which a mesh that goes on in a partition cannot give. Pure.
/// </summary>
internal static class TxnMapping
{
    /// <summary>etcd's bound for each of the three lists.</summary>
    public const int MaxOps = 128;

    public static readonly EtcdFault Compared = EtcdFault.Unimplemented(
        "this transaction compares, which needs agreement between all nodes; a mesh stays available in a partition and "
        + "has no such agreement, so locks, elections and compare-and-swap are refused; served are transactions without "
        + "compares, and, while the mesh has one node alone, registration: put keys below a prefix of services if their "
        + "create_revision is 0");

    public static readonly EtcdFault Undecided = EtcdFault.Unimplemented(
        "this transaction compares, and the mesh has several nodes, of which none decides for all: two clients could both win, so "
        + "locks, elections and compare-and-swap are refused, and so is registration that compares; put the key with a lease "
        + "instead, without a compare");

    public static readonly EtcdFault Nested = EtcdFault.Unimplemented("transactions inside transactions are not served");

    /// <param name="isOfServices">Which keys are those of services.</param>
    /// <param name="isAlone">Is there no other node that could decide otherwise?</param>
    public static EtcdAnswer<TxnPlan> Plan(TxnRequest request, Func<Octets, bool> isOfServices, bool isAlone = true)
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
        foreach (var compare in request.Compare.Where(c => !IsAlwaysTrue(c)))
        {
            var key = Bytes.Of(compare.Key);
            if (!IsAbsence(compare) || !isOfServices(key) || !put.Contains(key))
                return Compared;
            absent.Add(key);
        }

        if (absent.Count > 0 && !isAlone)
            return Undecided;
        // Who also asks for the oldest of many keys stands in a queue, as locks and elections do.
        if (absent.Count > 0 && (ReadsRanges(request.Success) || ReadsRanges(request.Failure)))
            return Compared;
        return new TxnPlan(absent.DrainToImmutable(), request.Success, request.Failure);
    }

    /// <summary>The batch of a branch; none when it only reads.</summary>
    /// <param name="keys">What the deletions reach.</param>
    public static KeyBatch Batch(IReadOnlyList<RequestOp> branch, ImmutableArray<Octets> absent, OwnKeys keys)
    {
        var writes = ImmutableArray.CreateBuilder<KeyWrite>();
        foreach (var op in branch)
        {
            if (op.RequestCase is Op.RequestPut)
                writes.Add(KeyWrites.Of(op.RequestPut));
        }

        writes.AddRange(Deletes(branch, keys));
        return new KeyBatch(writes.DrainToImmutable(), [.. absent.Distinct().Select(k => new KeyCondition(k, 0))]);
    }

    /// <summary>The deletions of a branch, as asked for; nothing that it puts is among them.</summary>
    public static IEnumerable<KeyRange> DeletedBy(IReadOnlyList<RequestOp> branch) => branch
        .Where(op => op.RequestCase is Op.RequestDeleteRange)
        .Select(op => KeyRange.Of(op.RequestDeleteRange.Key, op.RequestDeleteRange.RangeEnd));

    /// <summary>A key may be deleted twice, alone and in ranges; the store is told once.</summary>
    private static IEnumerable<KeyWrite> Deletes(IReadOnlyList<RequestOp> branch, OwnKeys keys)
    {
        var parts = DeletedBy(branch).SelectMany(keys.PartsOf).Distinct().ToArray();
        var ranges = parts.Where(p => !p.IsOneKey).ToArray();
        return parts.Where(p => !p.IsOneKey || !ranges.Any(r => r.Contains(p.From))).Select(KeyWrites.DeleteOf);
    }

    /// <summary>
    /// "create_revision is 0": the key does not exist. Version 0 and mod_revision 0 say the same, and so does each of them
    /// "less than 1".
    /// </summary>
    private static bool IsAbsence(Compare compare)
    {
        return compare.RangeEnd.IsEmpty && compare.Result switch
        {
            CompareResult.Equal => NumberOf(compare) == 0,
            CompareResult.Less => NumberOf(compare) == 1,
            _ => false,
        };
    }

    /// <summary>No number is negative: who asks whether one is not -1, as dubbo-go does, asks nothing.</summary>
    private static bool IsAlwaysTrue(Compare compare) =>
        compare.RangeEnd.IsEmpty && NumberOf(compare) < 0 && compare.Result is CompareResult.NotEqual or CompareResult.Greater;

    /// <summary>What one of the key's numbers is compared with; null: something else is compared.</summary>
    private static long? NumberOf(Compare compare) => compare.Target switch
    {
        CompareTarget.Create => compare.CreateRevision,
        CompareTarget.Version => compare.Version,
        CompareTarget.Mod when compare.HasModRevision => compare.ModRevision,
        _ => null,
    };

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

        return DeletedBy(branch).Any(range => put.Any(range.Contains));
    }
}
