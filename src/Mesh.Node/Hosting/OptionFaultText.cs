namespace Mesh.Node.Hosting;

/// <summary>Faults of options name configuration keys; at a command line they name its options. Pure.</summary>
internal static class OptionFaultText
{
    private static readonly (string Key, string Option)[] Names =
    [
        ("set Mesh:Insecure to true", "use --insecure"),
        ("Mesh:Host", "--host"),
        ("Mesh:Port", "--port"),
        ("Mesh:Zone", "--zone"),
        ("Mesh:MeshName", "--mesh"),
        ("Mesh:NodeName", "--name"),
        ("Mesh:HoconFiles", "--config"),
    ];

    public static string ToLine(IEnumerable<string> faults) => string.Join("; ", faults.Select(ToOption).Distinct());

    private static string ToOption(string fault)
    {
        if (fault.StartsWith("Mesh:Seeds:", StringComparison.Ordinal))
            fault = "--seed" + fault[fault.IndexOf(": ", StringComparison.Ordinal)..];
        foreach (var (key, option) in Names)
            fault = fault.Replace(key, option, StringComparison.Ordinal);
        return fault.ReplaceLineEndings(" ");
    }
}
