using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Etcd.Access;

/// <summary>Which keys belong to which services.</summary>
internal sealed class EtcdLayout(InstanceRules rules)
{
    private readonly Octets[] _all = [.. rules.Layouts.Select(l => l.Folder).Distinct().Select(Octets.Utf8)];

    public KeysTarget Keys(KeyRange range) => new(range, _all);

    /// <summary>The service of which a key with this value is an instance; null: of none.</summary>
    public string? ServiceOf(Octets key, Octets value) => rules.Derive(key, value)?.Service.Value;
}
