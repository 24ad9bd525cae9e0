using System.Text;
using Mesh.Catalog;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>
/// Copies in etcd: PREFIX&lt;service&gt;/&lt;host:port&gt; with the address as the value, or with the record that etcd's
/// naming package and gRPC's resolver read. Only offered instances are there, so a status is not. Pure.
/// </summary>
/// <param name="isNaming">The record of the naming package instead of the plain address.</param>
internal sealed class EtcdFormat(string prefix, bool isNaming) : ICopyFormat
{
    public bool CarriesStatus => false;

    public string KeyOf(BridgeOrigin source, SideEntry original) =>
        NativeRule.KeyOf(prefix, original.Instance.Service, AddressOf(original.Instance));

    public string? Refuses(BridgeOrigin source, SideEntry original) =>
        original.Instance.Port == 0 ? "port: must be 1 to 65535 in etcd" : null;

    public byte[] ValueOf(CopiedInstance instance) => isNaming
        ? NamingRule.Record(AddressOf(instance), instance.Metadata)
        : Encoding.UTF8.GetBytes(AddressOf(instance));

    private static string AddressOf(CopiedInstance instance) => HostPort.Text(instance.Host, instance.Port);
}
