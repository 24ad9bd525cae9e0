using Mesh.KeyValues;
using Mesh.Node.Etcd.Answers;
using Mesh.Node.Etcd.Proto;
using static Mesh.Node.Etcd.Proto.Event.Types;

namespace Mesh.Node.Etcd.Watching;

/// <summary>Packs events into messages that clients can take. Pure.</summary>
internal static class WatchEvents
{
    /// <summary>Bytes after which a message ends: half of what clients accept by default, room for the next event.</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>
    /// One message, or several when they would be too large. A watch that knows fragments gets its revisions in pieces
    /// marked so; another gets the pieces as messages of their own.
    /// </summary>
    public static IEnumerable<WatchResponse> Pack(WatchEntry watch, List<KeyEvent> events, ResponseHeader header)
    {
        var response = new WatchResponse { Header = header, WatchId = watch.Id };
        var bytes = 0;
        foreach (var change in events)
        {
            var size = SizeOf(change, watch.PrevKv);
            if (bytes > 0 && bytes + size > MaxBytes)
            {
                response.Fragment = watch.Fragment;
                yield return response;
                response = new WatchResponse { Header = header, WatchId = watch.Id };
                bytes = 0;
            }

            response.Events.Add(Of(change, watch.PrevKv));
            bytes += size;
        }

        yield return response;
    }

    private static int SizeOf(KeyEvent change, bool prevKv) => 64 + change.Entry.Key.Length + change.Entry.Value.Length
        + (prevKv && change.Previous is { } previous ? 64 + previous.Key.Length + previous.Value.Length : 0);

    private static Event Of(KeyEvent change, bool prevKv)
    {
        var isDelete = change.Kind is KeyEventKind.Delete;
        var packed = new Event
        {
            Type = isDelete ? EventType.Delete : EventType.Put,
            Kv = isDelete
                ? new Proto.KeyValue { Key = Bytes.Of(change.Entry.Key), ModRevision = change.Entry.ModRevision }
                : KvMapping.Of(change.Entry),
        };
        if (prevKv && change.Previous is not null)
            packed.PrevKv = KvMapping.Of(change.Previous);
        return packed;
    }
}
