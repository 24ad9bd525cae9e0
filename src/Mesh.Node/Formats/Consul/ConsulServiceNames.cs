using System.Globalization;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Consul;

/// <summary>
/// Consul takes any text for the name of a service, the mesh letters, digits, '-', '_' and '.' alone. What is not of these is
/// kept as the bytes of its UTF-8 in hexadecimal, between "_x" and "_", so that "cell-001/api" is cell-001_x2f_api here. As
/// there, names are one when they differ in case only; each instance keeps the form that its client wrote. Pure.
/// </summary>
internal static class ConsulServiceNames
{
    private const int KeptOfLong = 100;

    /// <summary>The name under which the mesh keeps a service; empty only for an empty name.</summary>
    public static string KeyOf(string written)
    {
        if (written.Length == 0)
            return "";
        if (ServiceName.TryParse(written, out var name, out _))
            return name.Value;
        var folded = written.ToLowerInvariant();
        var key = new StringBuilder(2 * folded.Length);
        for (var at = 0; at < folded.Length;)
        {
            var end = at;
            while (end < folded.Length && IsPlain(folded[end]) == IsPlain(folded[at]))
                end++;
            if (IsPlain(folded[at]))
                key.Append(folded, at, end - at);
            else
                key.Append("_x").Append(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(folded[at..end]))).Append('_');
            at = end;
        }

        return key.Length <= ServiceName.MaxLength
            ? key.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{key.ToString(0, KeptOfLong)}_h{StableHash.Of("consul-name", folded):x16}_");
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
