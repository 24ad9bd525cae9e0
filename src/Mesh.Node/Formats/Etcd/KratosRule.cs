using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// Kratos: PREFIX&lt;name&gt;/&lt;id&gt; with {"id","name","version","metadata","endpoints":["scheme://host:port?…"]}.
/// The first endpoint is the instance's address, each by its scheme one of its ports.
/// </summary>
internal sealed class KratosRule(string prefix) : JsonRule("kratos", prefix)
{
    protected override ServiceInstance? Derive(ServiceName service, InstanceId id, JsonElement record)
    {
        if (!record.TryGetProperty("endpoints", out var endpoints) || Addresses(endpoints) is not [var first, ..] addresses)
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = id,
            Host = first.IdnHost.Trim('[', ']'),
            Port = first.Port,
            Ports = ValueMap<int>.From(addresses.Select(a => KeyValuePair.Create(a.Scheme, a.Port))),
            Version = record.Text("version") ?? "",
            Metadata = record.TextMap("metadata"),
            Status = InstanceStatus.Passing,
        };
    }

    protected override void Write(Utf8JsonWriter json, ServiceInstance instance)
    {
        json.WriteString("id", instance.Id.Value);
        json.WriteString("name", instance.Service.Value);
        json.WriteString("version", instance.Version);
        json.WriteTextMap("metadata", instance.Metadata);
        json.WriteStartArray("endpoints");
        var main = PortNames.Scheme(instance) ?? "http";
        json.WriteStringValue(Url(main, instance.Host, instance.Port));
        foreach (var (name, port) in instance.Ports.Where(p => p.Key != main && Uri.CheckSchemeName(p.Key)))
            json.WriteStringValue(Url(name, instance.Host, port));
        json.WriteEndArray();
    }

    private static string Url(string scheme, string host, int port) => $"{scheme}://{HostPort.Text(host, port)}";

    private static List<Uri> Addresses(JsonElement endpoints)
    {
        var found = new List<Uri>();
        if (endpoints.ValueKind is not JsonValueKind.Array)
            return found;
        foreach (var endpoint in endpoints.EnumerateArray())
        {
            if (endpoint.ValueKind is JsonValueKind.String
                && Uri.TryCreate(endpoint.GetString(), UriKind.Absolute, out var uri)
                && uri is { Port: > 0, IdnHost.Length: > 0 })
                found.Add(uri);
        }

        return found;
    }
}
