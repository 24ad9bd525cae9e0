namespace Mesh.Node.Formats.Consul;

/// <summary>What a node of the mesh that was given no name is called at the doors. Pure.</summary>
internal static class ConsulNodeNames
{
    private const string Prefix = "mesh-";

    /// <summary>The address in letters, digits and hyphens, so that it can stand in a DNS name; the same after a restart.</summary>
    public static string Of(string address) => Prefix + string.Create(address.Length, address, static (name, text) =>
    {
        for (var i = 0; i < name.Length; i++)
            name[i] = char.IsAsciiLetterOrDigit(text[i]) ? char.ToLowerInvariant(text[i]) : '-';
    }).Trim('-');
}
