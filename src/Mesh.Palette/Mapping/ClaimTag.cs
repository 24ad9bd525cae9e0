using System.Globalization;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Palette.Mapping;

/// <summary>The claim of a registration as an entity tag: what ETag shows and If-Match asks for. Pure.</summary>
internal static class ClaimTag
{
    /// <summary>The field that a mismatch is reported under.</summary>
    public const string Field = "claim";

    /// <summary>No registration has it, so that nothing matches.</summary>
    private const long None = -1;

    public static string Of(long claim) => string.Create(CultureInfo.InvariantCulture, $"\"{claim}\"");

    /// <summary>
    /// The claim that an instance must have. 0: whatever it is. A tag that none of ours is, or a weak one, matches nothing.
    /// </summary>
    /// <param name="ifMatch">One tag, several with commas, or *.</param>
    /// <param name="current">What the instance has now, as far as this node knows: of several tags that one is meant.</param>
    public static long Wanted(string? ifMatch, long current)
    {
        if (ifMatch is null || ifMatch.Trim() == "*")
            return 0;
        long[] given = [.. ifMatch.Split(',').Select(t => Read(t.Trim()))];
        return given.FirstOrDefault(c => IsOf(current, c), given.FirstOrDefault(c => c > 0, None));
    }

    /// <summary>Why a registration must not be made; null: nothing is against it.</summary>
    /// <param name="ifMatch">Replace only what has one of these claims; empty: whatever it is.</param>
    /// <param name="ifNoneMatch">Register only while nothing has one of these claims, * any; empty: whatever is there.</param>
    /// <param name="current">Null: there is no instance.</param>
    public static InvalidField? Unmet(string ifMatch, string ifNoneMatch, long? current)
    {
        if (ifMatch.Length > 0 && current is null)
            return new(Field, ShortText.Of(ifMatch), "is asked for, and there is no such instance");
        if (ifMatch.Length > 0 && ifMatch.Trim() != "*" && !IsOf(current!.Value, Wanted(ifMatch, current.Value)))
            return new(Field, ShortText.Of(ifMatch), $"is asked for, and the instance has {current}");
        return ifNoneMatch.Length > 0 && current is { } held && (ifNoneMatch.Trim() == "*" || IsOf(held, Wanted(ifNoneMatch, held)))
            ? new(Field, ShortText.Of(ifNoneMatch), $"must not be there, and the instance has {held}")
            : null;
    }

    /// <summary>Who has adopted it, or ordered something of it, has not registered it anew.</summary>
    private static bool IsOf(long current, long given) => given > 0 && ClaimSteps.IsSameWrite(current, given);

    private static long Read(string tag)
    {
        var digits = tag is ['"', .. var inner, '"'] ? inner : tag;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var claim) ? claim : None;
    }
}
