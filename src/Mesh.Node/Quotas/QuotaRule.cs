using Mesh.Node.Access;

namespace Mesh.Node.Quotas;

/// <summary>Whether a token may write more. What makes less of anything is let through, however much there is. Pure.</summary>
internal static class QuotaRule
{
    /// <summary>What would be too much, the bound and the words for it; null: nothing.</summary>
    /// <param name="now">What there is of what the token may register.</param>
    /// <param name="more">What the write adds to it.</param>
    public static (string What, long Bound, string Words)? Excess(AccessGrant grant, Usage now, Usage more)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var (records, bytes) = grant.Bound;
        if (more.Records > 0 && now.Records > records - more.Records)
        {
            return ("entries", records,
                $"there are {now.Records} records of what token '{grant.Name}' may register, and its MaxRecords lets it have {records}");
        }

        return more.Bytes > 0 && now.Bytes > bytes - more.Bytes
            ? ("bytes", bytes,
                $"the records of what token '{grant.Name}' may register take {now.Bytes} bytes, this would be {more.Bytes} more, and its MaxBytes lets it have {bytes}")
            : null;
    }
}
