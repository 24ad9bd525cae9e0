using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Entries;

/// <summary>The JSON of nodes, services and checks, with the fields and in the forms that Consul's clients read.</summary>
internal static class EntryJson
{
    /// <summary>An element of health/service.</summary>
    public static void WriteHealth(Utf8JsonWriter json, CatalogEntry entry, string datacenter)
    {
        json.WriteStartObject();
        json.WritePropertyName("Node"u8);
        WriteNode(json, entry.Node, datacenter, entry.Index);
        json.WritePropertyName("Service"u8);
        WriteService(json, entry);
        json.WriteStartArray("Checks"u8);
        foreach (var check in entry.Checks)
            WriteCheck(json, check);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>An element of catalog/service: node and service in one.</summary>
    public static void WriteCatalog(Utf8JsonWriter json, CatalogEntry entry, string datacenter)
    {
        json.WriteStartObject();
        WriteNodeFields(json, entry.Node, datacenter);
        json.WriteMap("NodeMeta"u8, entry.Node.Meta);
        json.WriteString("ServiceKind"u8, entry.Metadata.Kind);
        json.WriteString("ServiceID"u8, entry.ServiceId);
        json.WriteString("ServiceName"u8, entry.ServiceName);
        json.WriteTexts("ServiceTags"u8, entry.Instance.Tags);
        json.WriteString("ServiceAddress"u8, entry.Address);
        WriteTaggedAddresses(json, "ServiceTaggedAddresses"u8, entry);
        WriteWeights(json, "ServiceWeights"u8, entry);
        json.WriteMap("ServiceMeta"u8, entry.Metadata.Meta);
        json.WriteNumber("ServicePort"u8, entry.Instance.Port);
        json.WriteBoolean("ServiceEnableTagOverride"u8, entry.Metadata.EnableTagOverride);
        WriteFields(json, "Service", entry);
        WriteIndexes(json, entry.Index);
        json.WriteEndObject();
    }

    public static void WriteNode(Utf8JsonWriter json, CatalogNode node, string datacenter, long index)
    {
        json.WriteStartObject();
        WriteNodeFields(json, node, datacenter);
        json.WriteMap("Meta"u8, node.Meta);
        WriteIndexes(json, index);
        json.WriteEndObject();
    }

    public static void WriteService(Utf8JsonWriter json, CatalogEntry entry)
    {
        json.WriteStartObject();
        if (entry.Metadata.Kind.Length > 0)
            json.WriteString("Kind"u8, entry.Metadata.Kind);
        json.WriteString("ID"u8, entry.ServiceId);
        json.WriteString("Service"u8, entry.ServiceName);
        json.WriteTexts("Tags"u8, entry.Instance.Tags);
        json.WriteString("Address"u8, entry.Address);
        WriteTaggedAddresses(json, "TaggedAddresses"u8, entry);
        json.WriteMap("Meta"u8, entry.Metadata.Meta);
        json.WriteNumber("Port"u8, entry.Instance.Port);
        WriteWeights(json, "Weights"u8, entry);
        json.WriteBoolean("EnableTagOverride"u8, entry.Metadata.EnableTagOverride);
        WriteFields(json, "", entry);
        WriteIndexes(json, entry.Index);
        json.WriteEndObject();
    }

    public static void WriteCheck(Utf8JsonWriter json, ConsulCheck check)
    {
        json.WriteStartObject();
        json.WriteString("Node"u8, check.Node);
        json.WriteString("CheckID"u8, check.Id);
        json.WriteString("Name"u8, check.Name);
        json.WriteString("Status"u8, check.Status);
        json.WriteString("Notes"u8, check.Notes);
        json.WriteString("Output"u8, check.Output);
        json.WriteString("ServiceID"u8, check.ServiceId);
        json.WriteString("ServiceName"u8, check.ServiceName);
        json.WriteTexts("ServiceTags"u8, check.ServiceTags);
        json.WriteString("Type"u8, check.Type);
        json.WriteString("Interval"u8, Duration(check.Interval));
        json.WriteString("Timeout"u8, Duration(check.Timeout));
        json.WritePropertyName("Definition"u8);
        json.WriteRawValue(check.Definition.Length > 0 ? check.Definition : "{}", skipInputValidation: true);
        WriteIndexes(json, check.Index);
        json.WriteEndObject();
    }

    public static void WriteNodeFields(Utf8JsonWriter json, CatalogNode node, string datacenter)
    {
        json.WriteString("ID"u8, node.Id);
        json.WriteString("Node"u8, node.Name);
        json.WriteString("Address"u8, node.Address);
        json.WriteString("Datacenter"u8, datacenter);
        json.WriteMap("TaggedAddresses"u8, node.TaggedAddresses);
    }

    public static void WriteTaggedAddresses(Utf8JsonWriter json, ReadOnlySpan<byte> name, CatalogEntry entry)
    {
        json.WriteStartObject(name);
        foreach (var (key, address) in entry.Metadata.TaggedAddresses)
        {
            json.WriteStartObject(key);
            json.WriteString("Address"u8, address.Address);
            json.WriteNumber("Port"u8, address.Port == 0 ? entry.Instance.Port : address.Port);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteWeights(Utf8JsonWriter json, ReadOnlySpan<byte> name, CatalogEntry entry)
    {
        json.WriteStartObject(name);
        json.WriteNumber("Passing"u8, entry.Instance.Weight);
        json.WriteNumber("Warning"u8, entry.Metadata.WarningWeight);
        json.WriteEndObject();
    }

    /// <summary>What is only kept, as it was given.</summary>
    public static void WriteFields(Utf8JsonWriter json, string prefix, CatalogEntry entry)
    {
        foreach (var (name, value) in entry.Metadata.Fields)
        {
            json.WritePropertyName(prefix + name);
            json.WriteRawValue(value);
        }
    }

    private static void WriteIndexes(Utf8JsonWriter json, long index)
    {
        json.WriteNumber("CreateIndex"u8, index);
        json.WriteNumber("ModifyIndex"u8, index);
    }

    /// <summary>Empty for none, as Consul shows it.</summary>
    public static string Duration(TimeSpan value) => value == TimeSpan.Zero ? "" : DurationText.Format(value);
}
