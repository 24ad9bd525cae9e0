using Mesh.KeyValues;

namespace Mesh.Node.Consul.Kv;

/// <summary>
/// Where the keys of Consul's clients are in the mesh's one key-value store: under a prefix of their own, so that they
/// and the keys of etcd's clients do not meet. Pure.
/// </summary>
internal static class ConsulKeys
{
    private static readonly Octets Prefix = Octets.Utf8(ForeignKeys.Consul);

    public static Octets ToStore(string key)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(key);
        return Octets.Wrap([.. Prefix.Span, .. text]);
    }

    public static string FromStore(Octets key) => System.Text.Encoding.UTF8.GetString(key.Span[Prefix.Length..]);
}
