using System.Globalization;
using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Dashboard.Models;

/// <summary>A key that somebody is about to write, as it stands in the form.</summary>
/// <param name="Revision">At which the key was written last when the form was opened; 0: it was not there.</param>
internal sealed record KeyForm(string Key, string Value, bool IsHex, string Lease, long Revision)
{
    public static KeyForm New(string prefix) => new(prefix, "", false, "", 0);

    /// <summary>What is there is kept where it is not changed, the lease too.</summary>
    public static KeyForm Of(KeyValue entry)
    {
        var isHex = !ValueText.IsText(entry.Value);
        return new(
            KeyText.Of(entry.Key),
            isHex ? Convert.ToHexStringLower(entry.Value.Span) : entry.Value.ToString(),
            isHex,
            entry.Lease == 0 ? "" : entry.Lease.ToString("x", CultureInfo.InvariantCulture),
            entry.ModRevision);
    }

    /// <summary>Null where something is wrong.</summary>
    public (KeyWrite.Put? Write, IReadOnlyList<InvalidField> Faults) Read()
    {
        var faults = new List<InvalidField>();
        if (!KeyText.TryParse(Key, out var key, out var error))
            faults.Add(new("key", ShortText.Of(Key), error));
        else if (key.IsEmpty)
            faults.Add(new("key", "", "is required"));
        var value = Octets.Empty;
        if (!IsHex)
            value = Octets.Utf8(Value);
        else if (!ValueText.TryParseHex(Value, out value))
            faults.Add(new("value", ShortText.Of(Value), "must be bytes of two hexadecimal digits each"));
        var lease = 0L;
        if (Lease.Length > 0 && (!long.TryParse(Lease, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out lease) || lease <= 0))
            faults.Add(new("lease", ShortText.Of(Lease), "must be the number of a lease, in hexadecimal digits as etcdctl writes it"));
        return faults.Count > 0 ? (null, faults) : (new KeyWrite.Put(key, value, lease), []);
    }
}
