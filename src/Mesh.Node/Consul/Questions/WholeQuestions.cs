using System.Text.Json;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Questions;

/// <summary>Questions about the checks of all services, or about all that is on one node.</summary>
internal static class WholeQuestions
{
    /// <summary>A state that old agents had. No check is in it.</summary>
    private const string Unknown = "unknown";

    /// <param name="status">any, unknown, passing, warning or critical.</param>
    public static SourceOrFault State(ReadContext context, string status, ConsulQuery query)
    {
        if (status is not ("any" or Unknown or CheckStatus.Passing or CheckStatus.Warning or CheckStatus.Critical))
            return new(null, ConsulFault.Invalid("Invalid state: must be any, passing, warning or critical"));
        return Checks(context, query, c => status == "any" || c.Status == status);
    }

    public static SourceOrFault NodeChecks(ReadContext context, string node, ConsulQuery query) =>
        Checks(context, query, c => string.Equals(c.Node, node, StringComparison.OrdinalIgnoreCase));

    /// <summary>catalog/node: the services by id; null for a node that there is not.</summary>
    public static SourceOrFault Node(ReadContext context, string node, ConsulQuery query) => OnNode(
        context, node, query, ConsulJson.Null, static (json, entries) =>
        {
            json.WriteStartObject("Services"u8);
            // An id is unique within its service here, but a key within its node there.
            foreach (var same in entries.GroupBy(e => e.ServiceId))
            {
                foreach (var (entry, number) in same.Select((e, i) => (e, i)))
                {
                    json.WritePropertyName(number == 0 ? same.Key : $"{entry.ServiceName}:{same.Key}");
                    EntryJson.WriteService(json, entry);
                }
            }

            json.WriteEndObject();
        });

    /// <summary>catalog/node-services: the services as a list.</summary>
    public static SourceOrFault NodeServices(ReadContext context, string node, ConsulQuery query) => OnNode(
        context, node, query, "{\"Node\":null,\"Services\":[]}"u8.ToArray(), static (json, entries) =>
        {
            json.WriteStartArray("Services"u8);
            foreach (var entry in entries)
                EntryJson.WriteService(json, entry);
            json.WriteEndArray();
        });

    private static SourceOrFault Checks(ReadContext context, ConsulQuery query, Func<ConsulCheck, bool> isAsked)
    {
        var (test, fault) = EntryFilter.OfChecks(query);
        return test is null ? new(null, fault) : new(new WholeSource(context, whole =>
        {
            var nodes = query.NodeMeta.Count == 0
                ? null
                : whole.Nodes.Where(n => EntryFilter.IsOnNode(n, query)).Select(n => n.Name).ToHashSet();
            return ConsulJson.WriteList(
                query.Pretty,
                whole.Checks(context.Bodies.Outputs).Where(c => isAsked(c) && nodes?.Contains(c.Node) is not false && test(c)),
                EntryJson.WriteCheck);
        }));
    }

    private static SourceOrFault OnNode(
        ReadContext context,
        string name,
        ConsulQuery query,
        byte[] ifUnknown,
        Action<Utf8JsonWriter, IEnumerable<CatalogEntry>> writeServices)
    {
        var (test, fault) = EntryFilter.Of(query with { Passing = false }, FilterFields.Services);
        return test is null ? new(null, fault) : new(new WholeSource(context, whole =>
            whole.Find(name) is not { } node ? ifUnknown : ConsulJson.Write(query.Pretty, json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("Node"u8);
                EntryJson.WriteNode(json, node, context.Options.Datacenter, whole.Index);
                writeServices(json, whole.Entries().Where(e => e.IsOn(name) && test(e)));
                json.WriteEndObject();
            })));
    }
}
