using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Etcd.Access;

/// <summary>Which keys belong to which services.</summary>
internal sealed class EtcdLayout(EtcdPrefixes prefixes, InstanceRules rules)
{
    private readonly Octets[] _all = [Octets.Utf8(prefixes.Service), Octets.Utf8(prefixes.Kratos), Octets.Utf8(prefixes.Micro)];

    public KeysTarget Keys(KeyRange range) => new(range, _all);

    /// <summary>The service of which a key with this value is an instance; null: of none.</summary>
    public string? ServiceOf(Octets key, Octets value) => rules.Derive(key, value)?.Service.Value;
}
