using System.Text.Json;
using Mesh.Catalog;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Json;

namespace Mesh.Node.Consul.Prepared;

/// <summary>Prepared queries from and to Consul's JSON, which is also how they are stored. Pure.</summary>
internal static class PreparedQueryMapping
{
    public const string Prefix = "name_prefix_match";
    private const int MaxTexts = 256;
    private const int MaxLength = 512;

    /// <param name="id">Under which it is kept.</param>
    public static (PreparedQuery? Query, IReadOnlyList<InvalidField> Faults) Read(JsonElement root, string id)
    {
        var faults = new List<InvalidField>();
        var fields = new FieldReader(root, "", faults);
        var service = fields.Object("Service");
        var failover = service?.Object("Failover");
        var template = fields.Object("Template");
        var query = new PreparedQuery
        {
            Id = id,
            Name = fields.Text("Name"),
            Service = service?.Text("Service") ?? "",
            OnlyPassing = service?.Flag("OnlyPassing") ?? false,
            Tags = [.. service?.Texts("Tags") ?? []],
            NodeMeta = service?.Map("NodeMeta") ?? ValueMap<string>.Empty,
            ServiceMeta = service?.Map("ServiceMeta") ?? ValueMap<string>.Empty,
            IgnoreCheckIds = [.. service?.Texts("IgnoreCheckIDs") ?? []],
            Near = service?.Text("Near") ?? "",
            NearestN = failover?.Number("NearestN") ?? 0,
            Datacenters = [.. failover?.Texts("Datacenters") ?? []],
            Targets = [.. (failover?.Objects("Targets") ?? []).Select(t => new FailoverTarget(t.Text("Datacenter"), t.Text("Peer")))],
            Ttl = fields.Object("DNS")?.Text("TTL") ?? "",
            IsTemplate = template?.Text("Type").Length > 0,
            Regexp = template?.Text("Regexp") ?? "",
            RemovesEmptyTags = template?.Flag("RemoveEmptyTags") ?? false,
        };
        Check(query, template?.Text("Type") ?? "", fields, faults);
        if (fields.Says("Session"))
            fields.Fail("sessions are not served: a query cannot be bound to one");
        if (service?.Says("Connect") is true)
            fields.Fail("Connect is not served: a query cannot ask for instances with a proxy");
        foreach (var unknown in (string[])["SamenessGroup", "Peer"])
        {
            if (service?.Says(unknown) is true)
                fields.Fail($"Service.{unknown} is not served: Failover.Targets names other meshes");
        }

        return faults.Count > 0 ? (null, faults) : (query, faults);
    }

    public static void Write(Utf8JsonWriter json, PreparedQuery query)
    {
        json.WriteStartObject();
        json.WriteString("ID"u8, query.Id);
        json.WriteString("Name"u8, query.Name);
        json.WriteString("Session"u8, "");
        json.WriteString("Token"u8, "");
        json.WriteStartObject("Template"u8);
        json.WriteString("Type"u8, query.IsTemplate ? Prefix : "");
        json.WriteString("Regexp"u8, query.Regexp);
        json.WriteBoolean("RemoveEmptyTags"u8, query.RemovesEmptyTags);
        json.WriteEndObject();
        WriteService(json, query);
        WriteDns(json, query);
        json.WriteEndObject();
    }

    public static void WriteDns(Utf8JsonWriter json, PreparedQuery query)
    {
        json.WriteStartObject("DNS"u8);
        json.WriteString("TTL"u8, query.Ttl);
        json.WriteEndObject();
    }

    private static void WriteService(Utf8JsonWriter json, PreparedQuery query)
    {
        json.WriteStartObject("Service"u8);
        json.WriteString("Service"u8, query.Service);
        json.WriteStartObject("Failover"u8);
        json.WriteNumber("NearestN"u8, query.NearestN);
        json.WriteTexts("Datacenters"u8, query.Datacenters);
        if (!query.Targets.IsEmpty)
            WriteTargets(json, query);
        json.WriteEndObject();
        json.WriteBoolean("OnlyPassing"u8, query.OnlyPassing);
        json.WriteTexts("IgnoreCheckIDs"u8, query.IgnoreCheckIds);
        json.WriteString("Near"u8, query.Near);
        json.WriteTexts("Tags"u8, query.Tags);
        json.WriteMap("NodeMeta"u8, query.NodeMeta);
        json.WriteMap("ServiceMeta"u8, query.ServiceMeta);
        json.WriteEndObject();
    }

    private static void WriteTargets(Utf8JsonWriter json, PreparedQuery query)
    {
        json.WriteStartArray("Targets"u8);
        foreach (var target in query.Targets)
        {
            json.WriteStartObject();
            if (target.Peer.Length > 0)
                json.WriteString("Peer"u8, target.Peer);
            if (target.Datacenter.Length > 0)
                json.WriteString("Datacenter"u8, target.Datacenter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Check(PreparedQuery query, string type, FieldReader fields, List<InvalidField> faults)
    {
        if (query.Service.Length == 0)
            fields.Fail("Must provide a Service name to query");
        if (query.NearestN < 0)
            fields.Fail($"Bad NearestN '{query.NearestN}', must be >= 0");
        if (!query.Targets.IsEmpty && (query.NearestN != 0 || !query.Datacenters.IsEmpty))
            fields.Fail("Targets cannot be populated with NearestN or Datacenters");
        if (query.Targets.Any(t => (t.Datacenter.Length == 0) == (t.Peer.Length == 0)))
            fields.Fail("a Target must have one of Datacenter and Peer");
        if (query.Ttl.Length > 0 && !DurationText.TryParse(query.Ttl, out TimeSpan _))
            fields.Fail($"Bad DNS TTL '{ShortText.Of(query.Ttl)}': must be a duration such as 10s");
        if (type is not ("" or Prefix))
            fields.Fail($"Bad Template.Type '{ShortText.Of(type)}'");
        if (query.IsTemplate && !PreparedTemplate.IsRegexp(query.Regexp))
            fields.Fail($"Bad Regexp '{ShortText.Of(query.Regexp)}'");
        string[] texts =
        [
            query.Name, query.Service, query.Near, query.Regexp, .. query.Tags, .. query.Datacenters, .. query.IgnoreCheckIds, .. query.Failover,
            .. query.NodeMeta.Keys, .. query.NodeMeta.Values, .. query.ServiceMeta.Keys, .. query.ServiceMeta.Values,
        ];
        if (faults.Count == 0 && (texts.Length > MaxTexts || texts.Any(t => t.Length > MaxLength)))
            fields.Fail($"a query has at most {MaxTexts} texts of {MaxLength} characters");
    }
}
