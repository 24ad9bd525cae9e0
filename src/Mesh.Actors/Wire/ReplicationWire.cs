using System.Collections.Immutable;
using Google.Protobuf;
using Mesh.Catalog;
using Mesh.Registry;
using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>Replicated values, and what the replication actors and registries of two nodes say to each other.</summary>
internal static class ReplicationWire
{
    public static IEnumerable<WireEntry> Entries => [.. States, .. Joining, .. Rest];

    private static IEnumerable<WireEntry> States =>
    [
        WireEntry.ByHand<InstanceBucket>(WireManifests.InstanceBucket, InstanceBucketWire.Instance.Write, InstanceBucketWire.Instance.Read),
        WireEntry.Of<PolicyTable, P.PolicyTable>(
            WireManifests.PolicyTable, PolicyWire.ToWire, PolicyWire.FromWire, WireLimits.State),
        WireEntry.ByHand<ReplicationProtocol.Push>(WireManifests.Push, PushWire.WritePush, PushWire.ReadPush),
        WireEntry.ByHand<ReplicationProtocol.BucketState>(
            WireManifests.BucketState, PushWire.WriteState, PushWire.ReadState),
        WireEntry.ByHand<ReplicationProtocol.Sealed>(WireManifests.Sealed, SealWire.WriteSealed, SealWire.ReadSealed),
        WireEntry.Of<ReplicationProtocol.PushAck, P.PushAck>(
            WireManifests.PushAck,
            m => new() { By = m.By.ToWire(), AckNumber = m.AckNumber },
            p => new(OwnerWire.FromWire(p.By), p.AckNumber)),
    ];

    private static IEnumerable<WireEntry> Joining =>
    [
        WireEntry.Of<ReplicationProtocol.GetVersions, P.GetVersions>(
            WireManifests.GetVersions,
            m => new() { From = m.From.ToWire() },
            p => new(OwnerWire.FromWire(p.From))),
        WireEntry.Of<ReplicationProtocol.Versions, P.Versions>(
            WireManifests.Versions, WriteVersions, ReadVersions, WireLimits.State),
        WireEntry.Of<ReplicationProtocol.Known, P.Known>(
            WireManifests.Known, m => new() { By = m.By.ToWire() }, p => new(OwnerWire.FromWire(p.By))),
        WireEntry.Of<ReplicationProtocol.Back, P.Back>(
            WireManifests.Back,
            m => new() { By = m.By.ToWire(), Stores = m.Stores },
            p => new(OwnerWire.FromWire(p.By), p.Stores)),
        WireEntry.Of<ReplicationProtocol.Pull, P.Pull>(
            WireManifests.Pull,
            m => new() { From = m.From.ToWire(), Indexes = { m.Indexes.IsDefault ? [] : m.Indexes } },
            p => new(OwnerWire.FromWire(p.From), [.. p.Indexes])),
    ];

    private static IEnumerable<WireEntry> Rest =>
    [
        WireEntry.Of<RegistryPeerProtocol.Forwarded, P.Forwarded>(
            WireManifests.Forwarded, WriteForwarded, ReadForwarded, 2 * WireLimits.Message),
        WireEntry.Of<RegistryPeerProtocol.Reached, P.Reached>(
            WireManifests.Reached, WriteReached, ReadReached, 2 * WireLimits.Message),
        WireEntry.Of<RegistryPeerProtocol.IndexesReached, P.IndexesReached>(
            WireManifests.IndexesReached,
            m => new() { Items = { (m.Items.IsDefault ? [] : m.Items).Select(i => new P.ReachedIndex { Name = i.Name, Slot = i.Slot, Mark = i.Mark }) } },
            p => new([.. p.Items.Select(i => new ReachedIndex(i.Name, i.Slot, i.Mark))])),
        WireEntry.Of<RegistryPeerProtocol.GetEvents, P.GetEvents>(
            WireManifests.GetEvents,
            m => new() { Key = m.Key.ToWire() },
            p => new(CatalogWire.FromWire(p.Key))),
        WireEntry.Of<RegistryPeerProtocol.Events, P.Events>(
            WireManifests.Events,
            m => new()
            {
                Key = m.Key.ToWire(),
                From = m.From.ToWire(),
                Items = { m.Items.Select(CatalogWire.ToWire) },
            },
            p => new(
                CatalogWire.FromWire(p.Key),
                OwnerWire.FromWire(p.From),
                ValueList.From(p.Items.Select(CatalogWire.FromWire))),
            WireLimits.State),
    ];

    private static P.Versions WriteVersions(ReplicationProtocol.Versions message)
    {
        var wire = new P.Versions { From = message.From.ToWire(), Ready = message.Ready };
        var places = new Dictionary<Owner, int>();
        foreach (var item in message.Items.IsDefault ? [] : message.Items)
        {
            if (!places.TryGetValue(item.Owner, out var place))
            {
                places[item.Owner] = place = wire.Owners.Count;
                wire.Owners.Add(item.Owner.ToWire());
            }

            wire.Items.Add(new P.BucketVersion { Bucket = item.Bucket, Owner = place, Version = item.Version });
        }

        return wire;
    }

    private static ReplicationProtocol.Versions ReadVersions(P.Versions wire)
    {
        var owners = wire.Owners.Select(OwnerWire.FromWire).ToArray();
        var items = ImmutableArray.CreateBuilder<BucketVersion>(wire.Items.Count);
        foreach (var item in wire.Items)
        {
            if ((uint)item.Owner >= (uint)owners.Length)
                throw new WireFormatException($"owner {item.Owner} of {owners.Length}");
            items.Add(new BucketVersion(item.Bucket, owners[item.Owner], item.Version));
        }

        return new(OwnerWire.FromWire(wire.From), wire.Ready, items.MoveToImmutable());
    }

    private static P.Forwarded WriteForwarded(RegistryPeerProtocol.Forwarded message)
    {
        var (manifest, bytes) = Carry(message.Command);
        return new() { Manifest = manifest, Command = bytes, Reach = message.Reach.Ticks };
    }

    private static RegistryPeerProtocol.Forwarded ReadForwarded(P.Forwarded wire) =>
        new(Carried<RegistryProtocol.ICommand>(wire.Manifest, wire.Command), new TimeSpan(wire.Reach));

    private static P.Reached WriteReached(RegistryPeerProtocol.Reached message)
    {
        var (manifest, bytes) = Carry(message.Reply);
        return new() { Manifest = manifest, Reply = bytes, Missing = { message.Missing } };
    }

    private static RegistryPeerProtocol.Reached ReadReached(P.Reached wire) =>
        new(Carried<RegistryProtocol.IReply>(wire.Manifest, wire.Reply), ValueList.From(wire.Missing));

    private static (string Manifest, ByteString Bytes) Carry(IWireMessage message) =>
        WireCatalogue.ByType.TryGetValue(message.GetType(), out var entry)
            ? (entry.Manifest, ByteString.CopyFrom(entry.Write(message)))
            : throw new WireFormatException($"{message.GetType()} has no manifest");

    private static T Carried<T>(string manifest, ByteString bytes) =>
        WireCatalogue.ByManifest.TryGetValue(manifest, out var entry) && typeof(T).IsAssignableFrom(entry.Type)
            ? (T)(object)entry.Read(bytes.Span)
            : throw new WireFormatException($"carries something that is no {typeof(T).Name} known here");
}
