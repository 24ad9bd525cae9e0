using System.Text.Json;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;

namespace Mesh.Node.Consul.Agent;

/// <summary>Services in the form of the agent's endpoints, which is not that of the catalogue. Pure.</summary>
internal static class AgentJson
{
    /// <param name="hash">Only the endpoint for one service says it.</param>
    public static void WriteService(Utf8JsonWriter json, CatalogEntry entry, string datacenter, string? hash = null)
    {
        var (instance, metadata) = (entry.Instance, entry.Metadata);
        json.WriteStartObject();
        if (metadata.Kind.Length > 0)
            json.WriteString("Kind", metadata.Kind);
        json.WriteString("ID", entry.ServiceId);
        json.WriteString("Service", entry.ServiceName);
        json.WriteTexts("Tags"u8, instance.Tags);
        json.WriteMap("Meta"u8, metadata.Meta);
        json.WriteNumber("Port", instance.Port);
        json.WriteString("Address", entry.Address);
        WriteTagged(json, entry);
        json.WriteStartObject("Weights");
        json.WriteNumber("Passing", instance.Weight);
        json.WriteNumber("Warning", metadata.WarningWeight);
        json.WriteEndObject();
        json.WriteBoolean("EnableTagOverride", metadata.EnableTagOverride);
        if (hash is not null)
            json.WriteString("ContentHash", hash);
        json.WriteString("Datacenter", datacenter);
        json.WriteEndObject();
    }

    private static void WriteTagged(Utf8JsonWriter json, CatalogEntry entry)
    {
        json.WriteStartObject("TaggedAddresses");
        foreach (var (name, address) in entry.Metadata.TaggedAddresses)
        {
            json.WriteStartObject(name);
            json.WriteString("Address", address.Address);
            json.WriteNumber("Port", address.Port == 0 ? entry.Instance.Port : address.Port);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
