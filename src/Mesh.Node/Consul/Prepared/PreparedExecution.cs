using Mesh.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Formats.Consul;
using Mesh.Remote;

namespace Mesh.Node.Consul.Prepared;

/// <summary>Whom a prepared query finds: in this mesh, and where that has nobody in others, one after another.</summary>
internal sealed class PreparedExecution(ReadContext context)
{
    /// <param name="Failovers">How many other meshes were asked.</param>
    public sealed record Found(IReadOnlyList<CatalogEntry> Entries, string Datacenter, int Failovers);

    public async Task<Found> RunAsync(PreparedQuery query, CancellationToken cancellation)
    {
        var key = ConsulServiceNames.KeyOf(query.Service);
        var here = key != ConsulNodeRecords.Name && context.Client.Snapshot.Services.GetValueOrDefault(key) is { } view
            ? Matching(query, context.Bodies.Of(view).Entries)
            : [];
        if (here.Count > 0 || context.Client.Snapshot.Find(FederationNames.GatewayService) is null)
            return new(here, context.Options.Datacenter, 0);
        var asked = 0;
        foreach (var datacenter in query.Failover.Where(d => !d.Equals(context.Options.Datacenter, StringComparison.OrdinalIgnoreCase)))
        {
            asked++;
            var name = $"{key}@{datacenter.ToLowerInvariant()}";
            if (!RemoteName.TryParse(name, out _, out _))
                continue;
            await context.Client.ResolveAsync(name, null, cancellation);
            if (context.Client.Resolve(name).Service is { } there && Matching(query, context.Remote.Bodies.Of(there).Entries) is { Count: > 0 } found)
                return new(found, datacenter, asked);
        }

        return new([], context.Options.Datacenter, asked);
    }

    /// <summary>Critical ones are never in an answer; those that warn only where that was not excluded.</summary>
    public static IReadOnlyList<CatalogEntry> Matching(PreparedQuery query, IEnumerable<CatalogEntry> entries) =>
        [.. entries.Where(e => IsWell(query, e) && HasTags(query, e) && Has(e.Node.Meta, query.NodeMeta) && Has(e.Metadata.Meta, query.ServiceMeta))];

    private static bool IsWell(PreparedQuery query, CatalogEntry entry) => entry.Checks
        .Where(c => !query.IgnoreCheckIds.Contains(c.Id))
        .All(c => query.OnlyPassing ? c.Status == CheckStatus.Passing : c.Status != CheckStatus.Critical);

    private static bool HasTags(PreparedQuery query, CatalogEntry entry) => query.Tags.Where(t => t.Length > 0).All(t => t[0] == '!'
        ? !entry.Instance.Tags.Contains(t[1..], StringComparer.OrdinalIgnoreCase)
        : entry.Instance.Tags.Contains(t, StringComparer.OrdinalIgnoreCase));

    private static bool Has(ValueMap<string> meta, ValueMap<string> wanted) =>
        wanted.All(w => meta.TryGetValue(w.Key, out var value) && value == w.Value);
}
