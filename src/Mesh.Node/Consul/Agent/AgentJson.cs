using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Consul.Catalog;
using Mesh.Node.Consul.Mapping;

namespace Mesh.Node.Consul.Agent;

/// <summary>Services and checks in the form of the agent's endpoints, which is not that of the catalogue. Pure.</summary>
internal static class AgentJson
{
    /// <param name="isWhole">With what only the endpoint for one service says.</param>
    public static void WriteService(Utf8JsonWriter json, CatalogEntry entry, bool isWhole = false, string hash = "")
    {
        var (instance, metadata) = (entry.Instance, entry.Metadata);
        json.WriteStartObject();
        if (metadata.Kind.Length > 0)
            json.WriteString("Kind", metadata.Kind);
        json.WriteString("ID", ServiceIdOf(entry));
        json.WriteString("Service", entry.ServiceName);
        WriteTexts(json, "Tags", instance.Tags);
        WriteMap(json, "Meta", metadata.Meta);
        json.WriteNumber("Port", instance.Port);
        json.WriteString("Address", entry.Address);
        WriteTagged(json, entry);
        json.WriteStartObject("Weights");
        json.WriteNumber("Passing", instance.Weight);
        json.WriteNumber("Warning", metadata.WarningWeight);
        json.WriteEndObject();
        json.WriteBoolean("EnableTagOverride", metadata.EnableTagOverride);
        if (isWhole)
            json.WriteString("ContentHash", hash);
        json.WriteString("Datacenter", ConsulNames.Datacenter);
        json.WriteEndObject();
    }

    public static void WriteCheck(Utf8JsonWriter json, ConsulCheck check)
    {
        json.WriteStartObject();
        json.WriteString("Node", check.Node);
        json.WriteString("CheckID", check.Id);
        json.WriteString("Name", check.Name);
        json.WriteString("Status", check.Status);
        json.WriteString("Notes", check.Notes);
        json.WriteString("Output", check.Output);
        json.WriteString("ServiceID", check.ServiceId);
        json.WriteString("ServiceName", check.ServiceName);
        WriteTexts(json, "ServiceTags", check.ServiceTags);
        json.WriteString("Type", check.Type);
        json.WriteString("Interval", Duration(check.Interval));
        json.WriteString("Timeout", Duration(check.Timeout));
        json.WriteNumber("ExposedPort", 0);
        json.WriteStartObject("Definition");
        json.WriteEndObject();
        json.WriteNumber("CreateIndex", check.CreateIndex);
        json.WriteNumber("ModifyIndex", check.ModifyIndex);
        json.WriteEndObject();
    }

    public static string ServiceIdOf(CatalogEntry entry) =>
        entry.Metadata.ServiceId.Length > 0 ? entry.Metadata.ServiceId : entry.Instance.Id.Value;

    private static string Duration(TimeSpan span) => span == TimeSpan.Zero ? "" : DurationText.Format(span);

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

    private static void WriteTexts(Utf8JsonWriter json, string name, ValueList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, ValueMap<string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
