using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Questions;

/// <summary>The three questions about one service: its instances with their checks, without them, and the checks alone.</summary>
internal static class ServiceQuestions
{
    public static SourceOrFault Health(ReadContext context, string service, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.Of(query, context.Fields.Health);
        return test is null ? new(null, fault) : new(Source(
            context,
            service,
            query,
            "health\n" + query.BodyKey,
            entries => ConsulJson.WriteList(
                query.Pretty,
                entries.Where(test),
                (json, entry) => EntryJson.WriteHealth(json, entry, NameOf(context, query)))));
    }

    public static SourceOrFault Catalog(ReadContext context, string service, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.Of(query with { Passing = false }, context.Fields.Catalog);
        return test is null ? new(null, fault) : new(Source(
            context,
            service,
            query,
            "catalog\n" + query.BodyKey,
            entries => ConsulJson.WriteList(
                query.Pretty,
                entries.Where(test),
                (json, entry) => EntryJson.WriteCatalog(json, entry, NameOf(context, query)))));
    }

    public static SourceOrFault Checks(ReadContext context, string service, ConsulQuery query)
    {
        var (test, fault) = EntryFilter.OfChecks(query);
        return test is null ? new(null, fault) : new(Source(
            context,
            service,
            query,
            "checks\n" + query.BodyKey,
            entries => ConsulJson.WriteList(
                query.Pretty,
                entries.Where(e => EntryFilter.IsOnNode(e.Node, query)).SelectMany(e => e.Checks)
                    .Where(c => c.ServiceId.Length > 0 && test(c)),
                EntryJson.WriteCheck)));
    }

    private static IConsulSource Source(
        ReadContext context, string service, ConsulQuery query, string key, Func<IEnumerable<CatalogEntry>, byte[]> body) =>
        query.Datacenter.Length > 0 ? new RemoteServiceSource(context, service, query.Datacenter, query.Blocks, key, body)
        : IsOfServers(context, service) ? new WholeSource(context, whole => body(whole.Servers))
        : new ServiceSource(context, service, key, body);

    /// <summary>A service of that name which somebody has registered counts before.</summary>
    private static bool IsOfServers(ReadContext context, string service) =>
        ConsulServiceNames.KeyOf(service) == WholeCatalog.ServersName && context.Client.Snapshot.Find(WholeCatalog.ServersName) is null;

    private static string NameOf(ReadContext context, ConsulQuery query) =>
        query.Datacenter.Length == 0 ? context.Options.Datacenter : query.Datacenter;
}
