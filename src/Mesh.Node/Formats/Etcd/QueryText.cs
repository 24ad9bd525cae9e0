using System.Net;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>Metadata as the query of a URL: "key=value&amp;key=value", escaped as forms are. Pure.</summary>
internal static class QueryText
{
    /// <summary>What fits the limits of metadata; null: it is no text.</summary>
    public static ValueMap<string>? TryParse(ReadOnlySpan<byte> text) =>
        System.Text.Unicode.Utf8.IsValid(text) ? Parse(Encoding.UTF8.GetString(text)) : null;

    /// <summary>Of a key that is given more than once the first counts.</summary>
    public static ValueMap<string> Parse(string text)
    {
        var found = new Dictionary<string, string>();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            var key = WebUtility.UrlDecode(cut < 0 ? pair : pair[..cut]);
            var value = cut < 0 ? "" : WebUtility.UrlDecode(pair[(cut + 1)..]);
            if (found.Count < JsonValue.MaxEntries
                && key.Length is > 0 and <= InstanceLimits.MetadataKeyLength
                && value.Length <= InstanceLimits.MetadataValueLength)
                found.TryAdd(key, value);
        }

        return ValueMap<string>.From(found);
    }

    /// <summary>Sorted by key, so that equal metadata is equal text.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> metadata) => string.Join(
        '&',
        metadata.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{WebUtility.UrlEncode(e.Key)}={WebUtility.UrlEncode(e.Value)}"));
}
