using System.Globalization;
using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;
using Mesh.Node.Metrics;
using Mesh.Views;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul.Agent;

/// <summary>What the node says of itself and of the mesh's members.</summary>
internal sealed class AgentSelf(IMeshClient client, IMeshInspector inspector, AgentNode agent, ServiceIndex index, IOptions<ConsulOptions> options, TimeProvider time)
{
    // Numbers of Serf for what a member is.
    private const int Alive = 1;
    private const int Leaving = 2;
    private const int Failed = 4;

    private string Place => options.Value.Datacenter;

    public AgentAnswer Self()
    {
        var node = agent.Node;
        return AgentAnswer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("Config");
            json.WriteString("Datacenter", Place);
            json.WriteString("PrimaryDatacenter", Place);
            json.WriteString("NodeName", node.Name);
            json.WriteString("NodeID", node.Id);
            json.WriteString("Revision", "");
            json.WriteBoolean("Server", true);
            json.WriteString("Version", ConsulNames.Version);
            json.WriteEndObject();
            WriteEmpty(json, "DebugConfig");
            WriteEmpty(json, "Coord");
            json.WritePropertyName("Member");
            WriteMember(json, node, agent.Self, Alive);
            WriteStats(json);
            WriteEmpty(json, "Meta");
            json.WriteEndObject();
        });
    }

    /// <summary>A node that is gone is one that failed, while something of its host waits for it.</summary>
    public AgentAnswer Members() => AgentAnswer.Json(json =>
    {
        var members = inspector.Members;
        json.WriteStartArray();
        foreach (var member in members.Items)
            WriteMember(json, MeshNodes.Of(member.Owner.Address, member.Name), member.Owner.Address, StatusOf(member));
        foreach (var node in index.NodesInDoubt(client.Snapshot))
        {
            var address = MeshNodes.AddressOf(node);
            if (members.FindAddress(address) is null)
                WriteMember(json, node, address, Failed);
        }

        json.WriteEndArray();
    });

    public static AgentAnswer Version() => AgentAnswer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("SHA", "");
        json.WriteString("BuildDate", "0001-01-01T00:00:00Z");
        json.WriteString("HumanVersion", ConsulNames.Version);
        json.WriteString("FIPS", "");
        json.WriteEndObject();
    });

    /// <summary>Small on purpose: /metrics has all there is.</summary>
    public AgentAnswer Metrics()
    {
        var services = client.Snapshot.Services.Values.Where(s => s.Name != ConsulNodeRecords.Service).ToArray();
        return AgentAnswer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture));
            json.WriteStartArray("Gauges");
            WriteGauge(json, "mesh.services", services.Length);
            WriteGauge(json, "mesh.instances", services.Sum(s => s.Instances.Length));
            json.WriteEndArray();
            foreach (var name in (string[])["Points", "Counters", "Samples"])
            {
                json.WriteStartArray(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    /// <summary>What /metrics says, for those who know Consul's path alone.</summary>
    /// <param name="store">Null: the node counts nothing.</param>
    public AgentAnswer MetricsText(MetricStore? store) => new(
        StatusCodes.Status200OK,
        PrometheusText.ContentType,
        System.Text.Encoding.UTF8.GetBytes(store is null ? "" : PrometheusText.Write(store)));

    private static int StatusOf(MeshMember member) => member switch
    {
        { Status: "leaving" or "exiting" } => Leaving,
        { Standing: Mesh.Catalog.Standing.Confirmed } => Alive,
        _ => Failed,
    };

    private void WriteMember(Utf8JsonWriter json, CatalogNode node, string address, int status)
    {
        json.WriteStartObject();
        json.WriteString("Name", node.Name);
        json.WriteString("Addr", node.Address);
        json.WriteNumber("Port", HostPort.PortOf(address) ?? 0);
        json.WriteStartObject("Tags");
        json.WriteString("dc", Place);
        json.WriteString("role", "consul");
        json.WriteString("id", node.Id);
        json.WriteEndObject();
        json.WriteNumber("Status", status);
        foreach (var name in (string[])["ProtocolMin", "ProtocolMax", "ProtocolCur", "DelegateMin", "DelegateMax", "DelegateCur"])
            json.WriteNumber(name, name.StartsWith('P') ? 2 : 5);
        json.WriteEndObject();
    }

    private void WriteStats(Utf8JsonWriter json)
    {
        json.WriteStartObject("Stats");
        json.WriteStartObject("agent");
        json.WriteString("services", agent.Own().Count.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteStartObject("runtime");
        json.WriteString("version", Environment.Version.ToString());
        json.WriteString("cpu_count", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGauge(Utf8JsonWriter json, string name, int value)
    {
        json.WriteStartObject();
        json.WriteString("Name", name);
        json.WriteNumber("Value", value);
        WriteEmpty(json, "Labels");
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }
}
