using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Kv;

/// <summary>
/// One key, or all with a prefix. The index of a key that is there is its own; that of one that is not, and of a
/// prefix, is that of the store, because the store does not keep when something under a prefix was deleted.
/// </summary>
internal sealed class KvSource(IMeshKeyValues store, string key, KvForm form, ConsulQuery query, string separator) : IConsulSource
{
    private const string Raw = "application/octet-stream";

    public string Topic => Topics.Keys;

    public string? Line => null;

    public ConsulAnswer Read()
    {
        var snapshot = store.Snapshot;
        var stored = ConsulKeys.ToStore(key);
        return form is KvForm.One or KvForm.Raw ? One(snapshot, snapshot.Find(stored)) : Many(snapshot, stored);
    }

    private ConsulAnswer One(KeyValueSnapshot snapshot, KeyValue? entry)
    {
        if (entry is null)
            return Missing(snapshot);
        return form is KvForm.Raw
            ? new ConsulAnswer(entry.ModRevision, entry.Value.Span.ToArray()) { ContentType = Raw }
            : new ConsulAnswer(entry.ModRevision, ConsulJson.WriteList(query.Pretty, [entry], KvJson.Write));
    }

    private ConsulAnswer Many(KeyValueSnapshot snapshot, Octets prefix)
    {
        var entries = snapshot.Range(prefix, prefix.PrefixEnd());
        if (!entries.Any())
            return Missing(snapshot);
        var body = form is KvForm.Keys
            ? ConsulJson.WriteList(
                query.Pretty, KvJson.Keys(entries, key, separator), static (json, name) => json.WriteStringValue(name))
            : ConsulJson.WriteList(query.Pretty, entries, KvJson.Write);
        return new ConsulAnswer(snapshot.Revision, body);
    }

    /// <summary>With an index all the same: without it clients ask again and again.</summary>
    private static ConsulAnswer Missing(KeyValueSnapshot snapshot) =>
        new(snapshot.Revision, [], StatusCodes.Status404NotFound);
}
