using System.Text.Json;
using Mesh.Node.Consul.Entries;

namespace Mesh.Node.Consul.Filter;

/// <summary>What filters can name of the fields that are only kept: Connect, Proxy and SocketPath. Pure.</summary>
internal static class KeptFields
{
    private static readonly string[] Texts =
    [
        "SocketPath", "Proxy.DestinationServiceID", "Proxy.DestinationServiceName", "Proxy.LocalServiceAddress", "Proxy.Mode",
        "Proxy.LocalServiceSocketPath", "Proxy.MeshGateway.Mode",
    ];

    private static readonly string[] Numbers = ["Proxy.LocalServicePort", "Proxy.TransparentProxy.OutboundListenerPort"];
    private static readonly string[] Flags = ["Connect.Native", "Proxy.TransparentProxy.DialedDirectly"];

    public static FilterSchema<CatalogEntry> Kept(this FilterSchema<CatalogEntry> schema, string prefix)
    {
        foreach (var name in Texts)
            schema.Text(prefix + name, e => Find(e, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "");
        foreach (var name in Numbers)
            schema.Number(prefix + name, e => Find(e, name) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var value) ? value : 0);
        foreach (var name in Flags)
            schema.Flag(prefix + name, e => Find(e, name) is { ValueKind: JsonValueKind.True });
        return schema;
    }

    private static JsonElement? Find(CatalogEntry entry, string path)
    {
        var steps = path.Split('.');
        if (!entry.Metadata.Fields.TryGetValue(steps[0], out var text))
            return null;
        using var document = JsonDocument.Parse(text);
        var value = document.RootElement;
        foreach (var step in steps.Skip(1))
        {
            if (value.ValueKind is not JsonValueKind.Object || Property(value, step) is not { } next)
                return null;
            value = next;
        }

        return value.Clone();
    }

    /// <summary>Clients write the names in any case, with or without underscores.</summary>
    private static JsonElement? Property(JsonElement value, string name)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name.Replace("_", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
