using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// Kratos: PREFIX&lt;name&gt;/&lt;id&gt; with {"id","name","version","metadata","endpoints":["scheme://host:port?…"]}.
/// The first endpoint is the instance's address, each by its scheme one of its ports.
/// </summary>
internal sealed class KratosRule(string prefix) : JsonRule(prefix)
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
