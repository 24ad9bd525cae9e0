using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>Signatures of logs, by hand for the messages that carry buckets.</summary>
internal static class SealWire
{
    public static void Write(ref WireWriter writer, int field, OwnerSeal seal)
    {
        var mark = writer.Begin(field);
        OwnerWire.Write(ref writer, P.OwnerSeal.OwnerFieldNumber, seal.Owner);
        Write(ref writer, P.OwnerSeal.SealFieldNumber, seal.Seal);
        writer.End(mark);
    }

    public static void Write(ref WireWriter writer, int field, Seal seal)
    {
        var mark = writer.Begin(field);
        writer.Number(P.Seal.IndexFieldNumber, seal.Index);
        writer.Number(P.Seal.VersionFieldNumber, seal.Version);
        writer.Number(P.Seal.StampFieldNumber, seal.Stamp);
        if (!seal.Signature.IsDefaultOrEmpty)
            writer.Bytes(P.Seal.SignatureFieldNumber, seal.Signature.AsSpan());
        if (!seal.Certificate.IsDefaultOrEmpty)
            writer.Bytes(P.Seal.CertificateFieldNumber, seal.Certificate.AsSpan());
        writer.End(mark);
    }

    public static OwnerSeal ReadOwners(ReadOnlySpan<byte> bytes)
    {
        Owner? owner = null;
        Seal? seal = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.OwnerSeal.OwnerFieldNumber)
                owner = WirePools.Owners.Get(reader.Content());
            else if (reader.Field == P.OwnerSeal.SealFieldNumber)
                seal = Read(reader.Content());
        }

        return new(owner ?? throw new WireFormatException("a seal without owner"), seal ?? throw new WireFormatException("the seal is missing"));
    }

    public static Seal Read(ReadOnlySpan<byte> bytes)
    {
        var (index, version, stamp) = (0, 0L, 0L);
        ImmutableArray<byte> signature = [];
        ImmutableArray<byte> certificate = [];
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.Seal.IndexFieldNumber: index = reader.Number32(); break;
                case P.Seal.VersionFieldNumber: version = reader.Number(); break;
                case P.Seal.StampFieldNumber: stamp = reader.Number(); break;
                case P.Seal.SignatureFieldNumber: signature = [.. reader.Content()]; break;
                case P.Seal.CertificateFieldNumber: certificate = [.. reader.Content()]; break;
            }
        }

        return new(index, version, stamp, signature, certificate);
    }

    public static void WriteSealed(ref WireWriter writer, ReplicationProtocol.Sealed message)
    {
        OwnerWire.Write(ref writer, P.Sealed.FromFieldNumber, message.From);
        foreach (var seal in message.Items.IsDefault ? [] : message.Items)
            Write(ref writer, P.Sealed.ItemsFieldNumber, seal);
    }

    public static ReplicationProtocol.Sealed ReadSealed(ReadOnlySpan<byte> bytes)
    {
        Owner? from = null;
        var items = ImmutableArray.CreateBuilder<Seal>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.Sealed.FromFieldNumber)
                from = WirePools.Owners.Get(reader.Content());
            else if (reader.Field == P.Sealed.ItemsFieldNumber)
                items.Add(Read(reader.Content()));
        }

        return new(OwnerWire.Known(from), items.ToImmutable());
    }
}
