using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Questions;

/// <summary>The lists of all services and of all nodes, which few changes touch.</summary>
internal static class ListQuestions
{
    public static SourceOrFault Services(ReadContext context, ConsulQuery query)
    {
        if (query.Filter.Length > 0 || query.NodeMeta.Count > 0)
            return FilteredServices(context, query);
        return new(new ListSource(
            Topics.Services,
            () =>
            {
                var (index, services) = context.Index.Services(context.Client.Snapshot);
                return (index, () => Write(query.Pretty, services.Values));
            },
            query.Pretty ? null : context.Services));
    }

    public static SourceOrFault Nodes(ReadContext context, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.Expression(query.Filter, context.Fields.Nodes);
        if (test is null)
            return new(null, fault);
        return new(new ListSource(
            Topics.Nodes,
            () =>
            {
                var snapshot = context.Client.Snapshot;
                var members = context.Members.Current;
                var (index, others) = context.Index.NodesOfInstances(snapshot);
                var whole = new WholeCatalog(snapshot, members, others, 0, context.Bodies.Names);
                return (context.Nodes.Of(index, members.Index), () => ConsulJson.WriteList(
                    query.Pretty,
                    whole.Nodes.Where(n => EntryFilter.IsOnNode(n, query) && test(n)),
                    (json, node) => EntryJson.WriteNode(
                        json, node, context.Options.Datacenter, members.Index)));
            }));
    }

    /// <summary>Which services have an instance that passes may change with any instance.</summary>
    private static SourceOrFault FilteredServices(ReadContext context, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.Of(query with { Passing = false, Tags = [] }, context.Fields.Catalog);
        return test is null ? new(null, fault) : new(new WholeSource(context, whole => Write(
            query.Pretty,
            whole.Entries().Where(test).GroupBy(e => e.ServiceName, StringComparer.Ordinal).Select(g => new ServiceTags(
                g.Key,
                [.. g.SelectMany(e => e.Instance.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
            withSelf: false)));
    }

    private static byte[] Write(bool pretty, IEnumerable<ServiceTags> services, bool withSelf = true) =>
        ConsulJson.Write(pretty, json =>
        {
            json.WriteStartObject();
            var isListed = false;
            foreach (var service in services)
            {
                isListed |= service.Name == WholeCatalog.ServersName;
                json.WriteTexts(System.Text.Encoding.UTF8.GetBytes(service.Name), service.Tags);
            }

            // Consul lists itself; clients expect at least this one.
            if (withSelf && !isListed)
                json.WriteTexts("consul"u8, []);
            json.WriteEndObject();
        });
}
