using System.Text;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Access;

/// <summary>
/// Keys. Those of services stand below the prefix of their layout and the name of the service; all others belong to no service, so
/// that they take a rule without a prefix. A range has to lie below one prefix wholly. Pure.
/// </summary>
internal sealed record KeysTarget(KeyRange Range, IReadOnlyList<Octets> Layouts) : AccessTarget
{
    public override bool IsBelow(string prefix)
    {
        var name = Encoding.UTF8.GetBytes(prefix);
        foreach (var layout in Layouts)
        {
            var length = layout.Length + name.Length;
            var from = Range.From.Span;
            if (from.Length < length || !from.StartsWith(layout.Span) || !Ascii.EqualsIgnoreCase(from[layout.Length..length], name))
                continue;
            if (Range.IsOneKey || (Range.To is { } to && Octets.Copy(from[..length]).PrefixEnd() is { } end && to <= end))
                return true;
        }

        return false;
    }

    public override string ToString() => $"{(Range.IsOneKey ? "key" : "keys from")} {ShortText.Of(Range.From.ToString())}";
}
