using System.Text;
using System.Text.Json;
using Mesh.Catalog;

namespace Mesh.Node.Etcd.Instances;

/// <summary>
/// Kratos: PREFIX&lt;name&gt;/&lt;id&gt; with {"id","name","version","metadata","endpoints":["scheme://host:port?…"]}.
/// The first endpoint is the instance's address, each by its scheme one of its ports.
/// </summary>
internal sealed class KratosRule(string prefix) : IInstanceRule
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && value.Length > 0 && value[0] == (byte)'{';

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key[prefix.Length..].Split('/') is not [var name, var id])
            return null;
        using var json = JsonValue.TryParse(value);
        if (json?.RootElement is not { } root
            || !root.TryGetProperty("endpoints", out var endpoints)
            || Addresses(endpoints) is not [var first, ..] addresses
            || !ServiceName.TryParse(name, out var service, out _)
            || !InstanceId.TryParse(id, out var instance, out _))
            return null;
        return new ServiceInstance
        {
            Service = service,
            Id = instance,
            Host = first.IdnHost.Trim('[', ']'),
            Port = first.Port,
            Ports = ValueMap<int>.From(addresses.Select(a => KeyValuePair.Create(a.Scheme, a.Port))),
            Version = root.Text("version") ?? "",
            Metadata = root.TryGetProperty("metadata", out var metadata) ? metadata.TextMap() : ValueMap<string>.Empty,
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
