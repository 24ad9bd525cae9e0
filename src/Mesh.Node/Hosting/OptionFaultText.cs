using System.Text.RegularExpressions;

namespace Mesh.Node.Hosting;

/// <summary>Faults of options name configuration keys; at a command line they name its short arguments. Pure.</summary>
internal static partial class OptionFaultText
{
    private static readonly (string Text, string Instead)[] Advice =
    [
        ("set Mesh:Insecure to true", "use --insecure"),
        ("set Mesh:Federation:Mode to open", "use --federation-mode open"),
    ];

    private static readonly Dictionary<string, string> Arguments = NodeOptionList.Tree.Keys()
        .Where(k => k.Node.Argument is not null)
        .ToDictionary(k => k.Key, k => "--" + k.Node.Argument!.Name, StringComparer.Ordinal);

    public static string ToLine(IEnumerable<string> faults) => string.Join("; ", faults.Select(ToArguments).Distinct());

    private static string ToArguments(string fault)
    {
        foreach (var (text, instead) in Advice)
            fault = fault.Replace(text, instead, StringComparison.Ordinal);
        // What is no key is named as it was written.
        if (!fault.Contains(" is not a key", StringComparison.Ordinal))
            fault = Key().Replace(fault, m => Arguments.GetValueOrDefault(m.Groups["key"].Value) ?? m.Value);
        return fault.ReplaceLineEndings(" ");
    }

    /// <summary>A key, with the place in a list where it is one.</summary>
    [GeneratedRegex(@"(?<key>Mesh(?::[A-Za-z]+)+)(?::\d+)?(?![\w:]*\w)")]
    private static partial Regex Key();
}
