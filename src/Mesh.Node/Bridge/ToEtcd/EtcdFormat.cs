using System.Text;
using System.Text.Json;
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
        $"{prefix}{original.Instance.Service}/{AddressOf(original.Instance)}";

    public string? Refuses(BridgeOrigin source, SideEntry original) =>
        original.Instance.Port == 0 ? "port: must be 1 to 65535 in etcd" : null;

    public byte[] ValueOf(CopiedInstance instance) => isNaming
        ? Record(instance)
        : Encoding.UTF8.GetBytes(AddressOf(instance));

    private static string AddressOf(CopiedInstance instance) => HostPort.Format(instance.Host, instance.Port);

    private static byte[] Record(CopiedInstance instance)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("Op", 0);
            json.WriteString("Addr", AddressOf(instance));
            json.WriteStartObject("Metadata");
            foreach (var (key, value) in instance.Metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
