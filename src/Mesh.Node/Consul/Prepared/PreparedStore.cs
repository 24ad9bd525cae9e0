using System.Text;
using System.Text.Json;
using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Kv;

namespace Mesh.Node.Consul.Prepared;

/// <summary>
/// The prepared queries of the mesh: entries of its key-value store under a prefix of their own, so that each node has them, and
/// they outlive a restart where entries do.
/// </summary>
internal sealed class PreparedStore(IMeshKeyValues store)
{
    private static readonly Octets Prefix = Octets.Utf8(ForeignKeys.Queries);

    // Read once for each state of the entries: DNS asks by the packet.
    private volatile KeptQueries _known = new(-1, [], []);

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<PreparedQuery> All()
    {
        var snapshot = store.Snapshot;
        var known = _known;
        if (known.Revision == snapshot.Revision)
            return known.Queries;
        KeyValue[] entries = [.. snapshot.Range(Prefix, Prefix.PrefixEnd())];
        // Most revisions are of other keys.
        known = entries.Select(Written).SequenceEqual(known.Entries)
            ? known with { Revision = snapshot.Revision }
            : new(snapshot.Revision, [.. entries.Select(Written)], [.. entries.Select(Read).OfType<PreparedQuery>()]);
        _known = known;
        return known.Queries;
    }

    public long Revision => store.Snapshot.Revision;

    public PreparedQuery? Find(string id) => store.Snapshot.Find(KeyOf(id)) is { } entry ? Read(entry) : null;

    /// <summary>By id, by name, or the template with the longest prefix of the name, already filled in.</summary>
    public PreparedQuery? FindFor(string idOrName)
    {
        if (Find(idOrName) is { IsTemplate: false } byId)
            return byId;
        var all = All();
        if (all.FirstOrDefault(q => !q.IsTemplate && q.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase)) is { } named)
            return named;
        var templates = all.Where(q => q.IsTemplate && idOrName.StartsWith(q.Name, StringComparison.OrdinalIgnoreCase));
        return templates.MaxBy(q => q.Name.Length) is { } template ? PreparedTemplate.For(template, idOrName) : null;
    }

    /// <summary>Another query that has the name; null: none.</summary>
    public PreparedQuery? Namesake(PreparedQuery query) => All().FirstOrDefault(q =>
        q.Id != query.Id && q.IsTemplate == query.IsTemplate && q.Name.Equals(query.Name, StringComparison.OrdinalIgnoreCase)
        && (q.Name.Length > 0 || q.IsTemplate));

    /// <summary>Null: done.</summary>
    public async Task<ConsulFault?> PutAsync(PreparedQuery query, CancellationToken cancellation)
    {
        var value = ConsulJson.Write(pretty: false, json => PreparedQueryMapping.Write(json, query));
        var batch = new KeyBatch(new KeyWrite.Put(KeyOf(query.Id), Octets.Wrap(value), 0, 0));
        return KvMapping.FaultOf(await store.ApplyAsync(batch, cancellation));
    }

    public async Task<ConsulFault?> RemoveAsync(string id, CancellationToken cancellation) =>
        KvMapping.FaultOf(await store.ApplyAsync(new KeyBatch(new KeyWrite.Delete(KeyOf(id))), cancellation));

    private static (Octets Key, Octets Value) Written(KeyValue entry) => (entry.Key, entry.Value);

    private static Octets KeyOf(string id) => Octets.Wrap([.. Prefix.Span, .. Encoding.UTF8.GetBytes(id)]);

    /// <summary>Null: something that is no query has been written there.</summary>
    private static PreparedQuery? Read(KeyValue entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.Value.Memory);
            return json.RootElement.ValueKind is JsonValueKind.Object
                ? PreparedQueryMapping.Read(json.RootElement, Encoding.UTF8.GetString(entry.Key.Span[Prefix.Length..])).Query
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record KeptQueries(long Revision, IReadOnlyList<(Octets Key, Octets Value)> Entries, IReadOnlyList<PreparedQuery> Queries);
}
