using Mesh.Catalog;
using Mesh.KeyValues;
using Mesh.Registry;
using Mesh.Wire;

namespace Mesh.Node.Data.Records;

/// <summary>From records of the mesh to rows of the store, and back. Pure.</summary>
internal static class StoredRows
{
    public static StoredKey KeyOf(InstanceKey key) => new(StoredKind.Instance, Octets.Utf8(key.ToString()));

    public static StoredKey KeyOf(KeySlot slot) =>
        new(slot.Space is KeySpace.Lease ? StoredKind.Lease : StoredKind.Entry, slot.Name);

    public static StoredRow Of(ServiceInstance instance) =>
        new(KeyOf(instance.Key), instance.Claim, false, default, Octets.Wrap(InstanceCodec.Write(instance)));

    public static StoredKey PlaceOf(InstanceKey key) => new(StoredKind.Place, Octets.Utf8(key.ToString()));

    public static StoredRow Of(KeptPlace place) =>
        new(PlaceOf(place.Record.Key), place.Record.Claim, false, place.Since, Octets.Wrap(InstanceCodec.Write(place.Record)));

    public static StoredKey MemberAt(string address) => new(StoredKind.Member, Octets.Utf8(address));

    public static StoredRow OfMember(string address) => new(MemberAt(address), 0, false, default, Octets.Empty);

    public static StoredRow Of(InstanceDeletion deletion) =>
        new(KeyOf(deletion.Key), deletion.Claim, true, deletion.At, Octets.Empty);

    public static StoredRow Of(KeyRecord record) =>
        new(KeyOf(record.Slot), record.Claim, record.Deleted, default, Octets.Wrap(KeyRecordCodec.Write(record)));

    /// <summary>What rows hold, and a fault in words for each that cannot be read.</summary>
    public static (StoredRecords Records, IReadOnlyList<string> Faults) Read(IEnumerable<StoredRow> rows)
    {
        var instances = new List<ServiceInstance>();
        var places = new List<KeptPlace>();
        var deletions = new List<InstanceDeletion>();
        var keys = new List<KeyRecord>();
        var members = new List<string>();
        var faults = new List<string>();
        foreach (var row in rows)
        {
            if (row.Key.Kind is StoredKind.Entry or StoredKind.Lease && KeyRecordCodec.Read(row.Record.Span) is { } record)
                keys.Add(record);
            else if (row.Key.Kind is StoredKind.Instance && !row.Deleted && InstanceCodec.Read(row.Record.Span) is { } instance)
                instances.Add(instance);
            else if (row.Key.Kind is StoredKind.Place && InstanceCodec.Read(row.Record.Span) is { } kept)
                places.Add(new KeptPlace(kept, row.At));
            else if (row.Key.Kind is StoredKind.Instance && row.Deleted && InstanceKeyOf(row.Key.Name) is { } key)
                deletions.Add(new InstanceDeletion(key, row.Claim, row.At));
            else if (row.Key.Kind is StoredKind.Member)
                members.Add(row.Key.Name.ToString());
            else
                faults.Add($"{row.Key.Kind.ToString().ToLowerInvariant()} {ShortText.Of(row.Key.Name.ToString())}: its record cannot be read");
        }

        return (new StoredRecords(instances, deletions, places, keys, members), faults);
    }

    private static InstanceKey? InstanceKeyOf(Octets name)
    {
        var text = name.ToString();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && ServiceName.TryParse(text[..slash], out var service, out _) && InstanceId.TryParse(text[(slash + 1)..], out var id, out _)
            ? new InstanceKey(service, id)
            : null;
    }
}
