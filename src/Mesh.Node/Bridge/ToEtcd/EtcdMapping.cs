using System.Globalization;
using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>From keys of etcd to what a bridge copies. Pure.</summary>
internal sealed class EtcdMapping(InstanceRules rules)
{
    /// <summary>Null: the key is not an instance of any layout that is known.</summary>
    public CopiedInstance? ToInstance(string key, ReadOnlySpan<byte> value) =>
        rules.Derive(Octets.Utf8(key), Octets.Copy(value)) is { } found
            ? new CopiedInstance
            {
                Service = found.Service.Value,
                Host = found.Host,
                Port = found.Port,
                Ports = found.Ports,
                Version = found.Version,
                Tags = found.Tags,
                Weight = found.Weight,
                Status = found.Status,
                Metadata = ValueMap<string>.From(found.Metadata.Where(e => !OriginMark.IsMarkKey(e.Key))),
            }
            : null;

    public static SideEntry ToEntry(string key, EtcdEntry entry, OriginMark? mark) => new(
        key,
        entry.Instance!,
        mark,
        entry.Instance!.Status is InstanceStatus.Passing or InstanceStatus.Warning,
        entry.ModRevision.ToString(CultureInfo.InvariantCulture));
}
