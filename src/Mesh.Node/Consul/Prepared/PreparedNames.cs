using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Mesh.Catalog;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Dns;
using Mesh.Node.Formats.Consul;
using Mesh.Remote;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul.Prepared;

/// <summary>
/// Prepared queries as DNS asks them. It finds whom the HTTP API finds, but waits for nobody: a mesh that is asked for the
/// first time makes the answer incomplete.
/// </summary>
internal sealed class PreparedNames(PreparedStore store, IOptions<ConsulOptions> options) : IDnsQueries
{
    /// <summary>A week: what RFC 8767 holds for the most that makes sense.</summary>
    private const uint MaxTtl = 604_800;

    private readonly ConditionalWeakTable<ServiceView, ViewEntries> _entries = [];

    public static void AddServices(IServiceCollection services)
    {
        services.TryAddSingleton<PreparedStore>();
        services.AddSingleton<IDnsQueries, PreparedNames>();
    }

    public DnsPrepared? Find(string name, DnsView view)
    {
        if (store.FindFor(name) is not { } query)
            return null;
        var ttl = TtlOf(query.Ttl);
        var key = ConsulServiceNames.KeyOf(query.Service);
        var here = key == ConsulNodeRecords.Name ? null : view.Snapshot.Services.GetValueOrDefault(key);
        if (Members(query, here) is { Count: > 0 } own)
            return new(own, ttl);
        foreach (var datacenter in query.Failover.Where(IsElsewhere).Select(d => d.ToLowerInvariant()))
        {
            if (!RemoteName.TryParse($"{key}@{datacenter}", out _, out _))
                continue;
            var (service, isKnown) = view.Remote(key, datacenter);
            if (Members(query, service) is { Count: > 0 } found)
                return new(found, ttl);
            // The next in the order is asked once this one has said that it has nobody.
            if (!isKnown)
                return new([], ttl, IsComplete: false);
        }

        return new([], ttl);
    }

    /// <summary>Go's durations; what is below a second is none. Null: the query says nothing.</summary>
    public static uint? TtlOf(string text) => text.Length > 0 && DurationText.TryParse(text, out TimeSpan ttl) && ttl >= TimeSpan.Zero
        ? (uint)Math.Min(MaxTtl, ttl.TotalSeconds)
        : null;

    private bool IsElsewhere(string datacenter) => !datacenter.Equals(options.Value.Datacenter, StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<InstanceView> Members(PreparedQuery query, ServiceView? service)
    {
        if (service is null)
            return [];
        var entries = _entries.GetValue(service, static v => new ViewEntries(EntryMapping.Of(v, static (_, _) => null))).Of;
        var chosen = PreparedExecution.Matching(query, entries).Select(e => e.Instance.Id).ToHashSet();
        return [.. service.Instances.Where(i => chosen.Contains(i.Instance.Id))];
    }

    private sealed record ViewEntries(ImmutableArray<CatalogEntry> Of);
}
