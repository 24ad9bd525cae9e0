using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>Copies in etcd, in one of the layouts that its clients read. Only offered instances are there, so a status is not. Pure.</summary>
internal sealed class EtcdFormat(IInstanceLayout layout) : ICopyFormat
{
    // What a node of a mesh takes; etcd has no bound of its own.
    private const int MaxKey = KeyValueLimits.KeyLength;

    public bool CarriesStatus => false;

    /// <remarks>Only of what is not refused.</remarks>
    public string KeyOf(BridgeOrigin source, SideEntry original) => KeyOf(original.Instance)!;

    public string? Refuses(BridgeOrigin source, SideEntry original) =>
        original.Instance.Port == 0 ? "port: must be 1 to 65535 in etcd"
        : KeyOf(original.Instance) is not { Length: <= MaxKey } ? $"address: there is no key for it in the layout {layout.Name}"
        : null;

    public byte[] ValueOf(CopiedInstance instance) => ToInstance(instance) is { } found ? layout.ValueOf(found) : [];

    private string? KeyOf(CopiedInstance copy) => ToInstance(copy) is { } instance ? layout.KeyOf(instance) : null;

    private static ServiceInstance? ToInstance(CopiedInstance copy) => ServiceName.TryParse(copy.Service, out var service, out _)
        && InstanceId.TryParse(HostPort.Text(copy.Host, copy.Port), out var id, out _)
            ? new ServiceInstance
            {
                Service = service,
                Id = id,
                Host = copy.Host,
                Port = copy.Port,
                Ports = copy.Ports,
                Version = copy.Version,
                Tags = copy.Tags,
                Metadata = copy.Metadata,
                Weight = copy.Weight,
            }
            : null;
}
