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
        EntryJson.WriteTaggedAddresses(json, "TaggedAddresses"u8, entry);
        EntryJson.WriteWeights(json, "Weights"u8, entry);
        json.WriteBoolean("EnableTagOverride", metadata.EnableTagOverride);
        EntryJson.WriteFields(json, "", entry);
        if (hash is not null)
            json.WriteString("ContentHash", hash);
        json.WriteString("Datacenter", datacenter);
        json.WriteEndObject();
    }
}
