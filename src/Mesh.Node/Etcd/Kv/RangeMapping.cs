using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using KeyValue = Mesh.KeyValues.KeyValue;
using Order = Mesh.Node.Etcd.Proto.RangeRequest.Types.SortOrder;
using Target = Mesh.Node.Etcd.Proto.RangeRequest.Types.SortTarget;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Answers a Range from a list of entries in order of their keys. Pure.</summary>
internal static class RangeMapping
{
    public static EtcdFault? Check(RangeRequest request) =>
        request.Key.IsEmpty ? EtcdFault.EmptyKey
        : !Enum.IsDefined(request.SortOrder) || !Enum.IsDefined(request.SortTarget) ? EtcdFault.InvalidSort
        : null;

    public static RangeReply Answer(RangeRequest request, IEntries entries, EtcdIdentity self, long revision)
    {
        var range = KeyRange.Of(request.Key, request.RangeEnd);
        if (range.IsOneKey)
            return One(request, entries.Find(range.From), self, revision);
        var count = entries.CountOf(range);
        if (request.CountOnly)
            return new(self, revision, [], false, false, count);
        var isWhole = NeedsAll(request);
        // One more than the limit tells whether there are more.
        var most = request.Limit <= 0 || isWhole ? count : Math.Min(request.Limit + 1, count);
        var found = new List<KeyValue>((int)Math.Min(most, 4_096));
        entries.Collect(range, (int)most, found);
        if (isWhole)
            found = Arrange(request, found);
        var more = request.Limit > 0 && found.Count > request.Limit;
        if (more)
            found.RemoveRange((int)request.Limit, found.Count - (int)request.Limit);
        return new(self, revision, found, request.KeysOnly, more, count);
    }

    private static RangeReply One(RangeRequest request, KeyValue? entry, EtcdIdentity self, long revision)
    {
        if (entry is null)
            return new(self, revision, [], request.KeysOnly, false, 0);
        var isLeftOut = request.CountOnly || !Passes(request, entry);
        return new(self, revision, isLeftOut ? [] : [entry], request.KeysOnly, false, 1);
    }

    /// <summary>Filters and sorting look at every entry before the limit counts.</summary>
    private static bool NeedsAll(RangeRequest request) =>
        HasFilter(request) || request.SortTarget is not Target.Key || request.SortOrder is Order.Descend;

    private static bool HasFilter(RangeRequest request) =>
        (request.MinModRevision | request.MaxModRevision | request.MinCreateRevision | request.MaxCreateRevision) != 0;

    private static List<KeyValue> Arrange(RangeRequest request, List<KeyValue> found)
    {
        if (HasFilter(request))
            found.RemoveAll(e => !Passes(request, e));
        // Without an order, a target other than the key sorts ascending.
        var sign = request.SortOrder is Order.Descend ? -1 : 1;
        if (request.SortTarget is Target.Key)
        {
            if (sign < 0)
                found.Reverse();
            return found;
        }

        var target = request.SortTarget;
        found.Sort((a, b) => Compare(a, b, target) is not 0 and var order ? sign * order : a.Key.CompareTo(b.Key));
        return found;
    }

    private static bool Passes(RangeRequest request, KeyValue entry) =>
        (request.MinModRevision == 0 || entry.ModRevision >= request.MinModRevision)
        && (request.MaxModRevision == 0 || entry.ModRevision <= request.MaxModRevision)
        && (request.MinCreateRevision == 0 || entry.CreateRevision >= request.MinCreateRevision)
        && (request.MaxCreateRevision == 0 || entry.CreateRevision <= request.MaxCreateRevision);

    private static int Compare(KeyValue a, KeyValue b, Target target) => target switch
    {
        Target.Version => a.Version.CompareTo(b.Version),
        Target.Create => a.CreateRevision.CompareTo(b.CreateRevision),
        Target.Mod => a.ModRevision.CompareTo(b.ModRevision),
        Target.Value => a.Value.CompareTo(b.Value),
        _ => a.Key.CompareTo(b.Key),
    };
}
