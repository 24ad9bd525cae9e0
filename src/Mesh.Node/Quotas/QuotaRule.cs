using Mesh.Client.Local;
using Mesh.Node.Access;

namespace Mesh.Node.Quotas;

/// <summary>Whether a token may write more. What makes no more of anything is let through, however much there is. Pure.</summary>
internal static class QuotaRule
{
    /// <summary>Null: there is room.</summary>
    /// <param name="now">What there is of what the token may register, or is on its way.</param>
    /// <param name="more">What the write adds to it.</param>
    public static QuotaExcess? Excess(AccessGrant grant, Usage now, Usage more)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var (records, bytes) = grant.Bound;
        if (more.Records > 0 && now.Records > records - more.Records)
        {
            return new(
                "entries", records, $"there are {now.Records} records of what token '{grant.Name}' may register, and its MaxRecords lets it have {records}");
        }

        return more.Bytes > 0 && now.Bytes > bytes - more.Bytes
            ? new(
                "bytes",
                bytes,
                $"the records of what token '{grant.Name}' may register take {now.Bytes} bytes, this would be {more.Bytes} more, and its MaxBytes lets it have {bytes}")
            : null;
    }

    /// <summary>Null: there is room for another lease.</summary>
    /// <param name="now">Leases that live, or are on their way.</param>
    public static QuotaExcess? LeaseExcess(AccessGrant grant, int now)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return now < grant.Bound.Records
            ? null
            : new("leases", grant.Bound.Records, $"token '{grant.Name}' has {now} leases of this node, and its MaxRecords lets it have {grant.Bound.Records}");
    }
}
