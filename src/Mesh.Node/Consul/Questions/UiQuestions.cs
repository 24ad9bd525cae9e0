using System.Text.Json;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Questions;

/// <summary>The lists of internal/ui: nodes with all that is on them, and services in figures.</summary>
internal static class UiQuestions
{
    public static SourceOrFault Nodes(ReadContext context, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.Expression(query.Filter, context.Fields.Nodes);
        return test is null ? new(null, fault) : new(new WholeSource(context, whole =>
        {
            var entries = whole.Entries(context.Bodies.Outputs).ToLookup(e => e.Node.Name, StringComparer.OrdinalIgnoreCase);
            var checks = whole.Checks(context.Bodies.Outputs).ToLookup(c => c.Node, StringComparer.OrdinalIgnoreCase);
            return ConsulJson.WriteList(
                query.Pretty,
                whole.Nodes.Where(n => EntryFilter.IsOnNode(n, query) && test(n)),
                (json, node) => Write(json, node, entries[node.Name], checks[node.Name], context.Options.Datacenter));
        }));
    }

    /// <summary>null for a node that there is not.</summary>
    public static SourceOrFault Node(ReadContext context, string name, ConsulQuery query) => new(new WholeSource(context, whole =>
        whole.Find(name) is not { } node ? ConsulJson.Null : ConsulJson.Write(query.Pretty, json => Write(
            json,
            node,
            whole.Entries().Where(e => e.IsOn(name)),
            whole.Checks(context.Bodies.Outputs).Where(c => string.Equals(c.Node, name, StringComparison.OrdinalIgnoreCase)),
            context.Options.Datacenter))));

    public static SourceOrFault Services(ReadContext context, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.Of(query with { Passing = false }, context.Fields.Health);
        return test is null ? new(null, fault) : new(new WholeSource(context, whole => ConsulJson.WriteList(
            query.Pretty,
            whole.Entries(context.Bodies.Outputs).Where(test).GroupBy(e => e.ServiceName, StringComparer.Ordinal),
            (json, service) => Write(json, service.Key, [.. service], context.Options.Datacenter))));
    }

    private static void Write(
        Utf8JsonWriter json, CatalogNode node, IEnumerable<CatalogEntry> entries, IEnumerable<ConsulCheck> checks, string datacenter)
    {
        json.WriteStartObject();
        EntryJson.WriteNodeFields(json, node, datacenter);
        json.WriteMap("Meta"u8, node.Meta);
        json.WriteStartArray("Services"u8);
        foreach (var entry in entries)
            EntryJson.WriteService(json, entry);
        json.WriteEndArray();
        json.WriteStartArray("Checks"u8);
        foreach (var check in checks)
            EntryJson.WriteCheck(json, check);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string service, CatalogEntry[] entries, string datacenter)
    {
        json.WriteStartObject();
        json.WriteString("Kind", entries[0].Metadata.Kind);
        json.WriteString("Name", service);
        json.WriteString("Datacenter", datacenter);
        json.WriteTexts("Tags"u8, entries.SelectMany(e => e.Instance.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        json.WriteTexts("Nodes"u8, entries.Select(e => e.Node.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        json.WriteNull("ExternalSources");
        json.WriteNumber("InstanceCount", entries.Length);
        var checks = entries.SelectMany(e => e.Checks).DistinctBy(c => (c.Node, c.Id, c.ServiceId)).ToArray();
        json.WriteNumber("ChecksPassing", checks.Count(c => c.Status == CheckStatus.Passing));
        json.WriteNumber("ChecksWarning", checks.Count(c => c.Status == CheckStatus.Warning));
        json.WriteNumber("ChecksCritical", checks.Count(c => c.Status == CheckStatus.Critical));
        json.WriteStartObject("GatewayConfig");
        json.WriteEndObject();
        json.WriteBoolean("TransparentProxy", false);
        json.WriteBoolean("ConnectNative", false);
        json.WriteBoolean("ConnectedWithProxy", false);
        json.WriteBoolean("ConnectedWithGateway", false);
        json.WriteEndObject();
    }
}
