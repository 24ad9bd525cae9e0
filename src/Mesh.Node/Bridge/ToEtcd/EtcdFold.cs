using System.Text;
using Google.Protobuf;
using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Bridge.ToEtcd;

/// <summary>Folds keys and their changes into a view. A key is a copy while it hangs on the same lease as its mark.</summary>
internal sealed class EtcdFold(EtcdMapping mapping)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, EtcdEntry> _entries = [];
    private readonly Dictionary<string, (OriginMark Mark, long Lease)> _marks = [];

    public long Readings { get; private set; }

    /// <summary>Replaces everything by what was read.</summary>
    public void Replace(IEnumerable<KeyValue> read)
    {
        _entries.Clear();
        _marks.Clear();
        foreach (var item in read)
            Put(item);
        Readings++;
    }

    public void Apply(Event change)
    {
        if (change.Type is Event.Types.EventType.Put)
            Put(change.Kv);
        else if (Text(change.Kv.Key) is { } key)
            Remove(key);
    }

    /// <summary>The key as it is, if it is a copy with this bridge's mark.</summary>
    public EtcdEntry? FindCopy(string key, string bridge) =>
        _entries.TryGetValue(key, out var entry) && MarkOf(key, entry)?.Bridge == bridge ? entry : null;

    public SideView ToView(bool isLive) => new(
        isLive && Readings > 0,
        Readings,
        [.. _entries.Where(e => e.Value.Instance is not null).Select(e => EtcdMapping.ToEntry(e.Key, e.Value, MarkOf(e.Key, e.Value)))]);

    private OriginMark? MarkOf(string key, EtcdEntry entry) =>
        _marks.TryGetValue(key, out var mark) && mark.Lease == entry.Lease ? mark.Mark : null;

    private void Put(KeyValue item)
    {
        if (Text(item.Key) is not { } key)
            return;
        if (key.StartsWith(EtcdKeys.Marks, StringComparison.Ordinal))
            _marks[key[EtcdKeys.Marks.Length..]] = (EtcdKeys.ReadMark(item.Value.Span), item.Lease);
        else if (!key.StartsWith(EtcdKeys.Root, StringComparison.Ordinal))
            _entries[key] = new EtcdEntry(item.ModRevision, item.Lease, mapping.ToInstance(key, item.Value.Span));
    }

    private void Remove(string key)
    {
        if (key.StartsWith(EtcdKeys.Marks, StringComparison.Ordinal))
            _marks.Remove(key[EtcdKeys.Marks.Length..]);
        else
            _entries.Remove(key);
    }

    /// <summary>A key that is not text is no instance.</summary>
    private static string? Text(ByteString key)
    {
        try
        {
            return Strict.GetString(key.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
