namespace Mesh.Node.Formats.Consul;

/// <summary>What a node of the mesh is called at the doors of Consul and DNS. Pure.</summary>
internal static class ConsulNodeNames
{
    private const string Prefix = "mesh-";

    /// <summary>The name that the node was given, or one made of its address, which is also what members without one are called.</summary>
    public static string Of(string address, string name) => IsGiven(address, name) ? name : Of(address);

    public static bool IsGiven(string address, string name) => name.Length > 0 && name != address;

    /// <summary>The address in letters, digits and hyphens, so that it can stand in a DNS name; the same after a restart.</summary>
    public static string Of(string address) => Prefix + string.Create(address.Length, address, static (name, text) =>
    {
        for (var i = 0; i < name.Length; i++)
            name[i] = char.IsAsciiLetterOrDigit(text[i]) ? char.ToLowerInvariant(text[i]) : '-';
    }).Trim('-');
}
