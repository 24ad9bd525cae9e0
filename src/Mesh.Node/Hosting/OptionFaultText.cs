namespace Mesh.Node.Hosting;

/// <summary>Faults of options name configuration keys; at a command line they name its options. Pure.</summary>
internal static class OptionFaultText
{
    private static readonly (string Key, string Option)[] Names =
    [
        ("set Mesh:Insecure to true", "use --insecure"),
        ("set Mesh:Federation:Mode to open", "use --federation-mode open"),
        ("Mesh:Federation:Gateway", "--gateway"),
        ("Mesh:Federation:Mode", "--federation-mode"),
        ("Mesh:Federation:Credentials", "--federation-credentials"),
        ("Mesh:Federation:Client", "--federation-client"),
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
        if (fault.StartsWith("Mesh:Federation:Seeds:", StringComparison.Ordinal))
            fault = "--federation-seed" + fault[fault.IndexOf(": ", StringComparison.Ordinal)..];
        foreach (var (key, option) in Names)
            fault = fault.Replace(key, option, StringComparison.Ordinal);
        return fault.ReplaceLineEndings(" ");
    }
}
