using System.Text.Json;

namespace Mesh.Node.Listening;

/// <summary>The ports of a node that is ready; null where a door is off.</summary>
internal sealed record NodePorts(int Remoting, int? Http, int? Etcd, int? EtcdJson, int? Dns, int? Pbm, int Pid, int? Gateway = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, PortsJson.Default.NodePorts);

    /// <summary>Whoever sees the file sees all of it.</summary>
    public void WriteTo(string file)
    {
        var part = $"{file}.{Pid}.part";
        File.WriteAllText(part, ToJson() + "\n");
        File.Move(part, file, overwrite: true);
    }
}
