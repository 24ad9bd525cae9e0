using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mesh.Node.Tests.Options;

/// <summary>The doc comments of options, as plain text in one line.</summary>
internal static partial class OptionDoc
{
    private static readonly Dictionary<Assembly, Dictionary<string, XElement>> Read = [];

    public static string Summary(PropertyInfo property) => Text(Of(property)?.Element("summary"));

    /// <summary>What the value tag says.</summary>
    public static string Value(PropertyInfo property) => Text(Of(property)?.Element("value"));

    /// <summary>The first sentence about a class.</summary>
    public static string Summary(Type type)
    {
        var text = Text(Member(type.Assembly, "T:" + type.FullName)?.Element("summary"));
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static XElement? Of(PropertyInfo property) =>
        Member(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private static XElement? Member(Assembly assembly, string name)
    {
        lock (Read)
        {
            if (!Read.TryGetValue(assembly, out var members))
            {
                var xml = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
                members = Read[assembly] = xml.Descendants("member").ToDictionary(m => (string)m.Attribute("name")!);
            }

            return members.GetValueOrDefault(name);
        }
    }

    private static string Text(XElement? element)
    {
        var parts = (element?.Nodes() ?? []).Select(n => n switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => ((string)see.Attribute("cref")!).Split('.', ':')[^1],
            XElement other => other.Value,
            _ => "",
        });
        return Space().Replace(string.Concat(parts), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
