using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Mesh.Catalog;
using Mesh.Client;
using Mesh.Node.Access;

namespace Mesh.Node.Consul.Agent;

/// <summary>What operators ask of an agent: to join, to leave, to reload, and what host it is on.</summary>
internal sealed class AgentOrders(IMeshInspector inspector, AgentNode agent, ReloadRequest reload, TimeProvider time)
{
    /// <summary>A node joins by its seeds and by itself; so this says whether it has joined that one.</summary>
    /// <param name="address">A host, with or without a port.</param>
    public AgentAnswer Join(string address) =>
        inspector.Members.Items.Any(m => m.Owner.Address == address || HostPort.HostOf(m.Owner.Address) == address || m.Name == address)
            ? AgentAnswer.Done
            : AgentAnswer.Text(
                StatusCodes.Status500InternalServerError,
                $"1 error occurred:\n\t* Failed to join {ShortText.Of(address)}: a node of the mesh joins by its seeds, and no member has that address\n\n");

    public async Task<AgentAnswer> LeaveAsync(CancellationToken cancellation) =>
        await inspector.LeaveAsync(agent.Self, cancellation)
            ? AgentAnswer.Done
            : AgentAnswer.Text(StatusCodes.Status500InternalServerError, "agent: the node is in no mesh that it could leave");

    /// <summary>As SIGHUP does.</summary>
    public AgentAnswer Reload()
    {
        reload.Ask();
        return AgentAnswer.Done;
    }

    public AgentAnswer Host() => AgentAnswer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Memory");
        json.WriteNumber("total", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        json.WriteNumber("used", Environment.WorkingSet);
        json.WriteEndObject();
        json.WriteStartArray("CPU");
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("cpu", i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteHost(json);
        json.WriteNull("Disk");
        json.WriteNumber("CollectionTime", time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000);
        json.WriteNull("Errors");
        json.WriteEndObject();
    });

    private static void WriteHost(Utf8JsonWriter json)
    {
        json.WriteStartObject("Host");
        json.WriteString("hostname", Environment.MachineName);
        json.WriteNumber("uptime", Environment.TickCount64 / 1_000);
        json.WriteString("os", OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsWindows() ? "windows" : "darwin");
        json.WriteString("platformVersion", Environment.OSVersion.Version.ToString());
        json.WriteString("kernelArch", RuntimeInformation.OSArchitecture.ToString().ToLower(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
