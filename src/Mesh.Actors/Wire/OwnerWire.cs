using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>Owners, by hand and for the generated classes.</summary>
internal static class OwnerWire
{
    public static void Write(ref WireWriter writer, int field, Owner owner)
    {
        var mark = writer.Begin(field);
        writer.Text(P.Owner.AddressFieldNumber, owner.Address);
        writer.Fixed32(P.Owner.UidFieldNumber, owner.Uid);
        writer.End(mark);
    }

    public static Owner Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var address = "";
        var uid = 0;
        while (reader.Next())
        {
            if (reader.Field == P.Owner.AddressFieldNumber)
                address = WirePools.Text(reader.Content());
            else if (reader.Field == P.Owner.UidFieldNumber)
                uid = reader.Fixed32();
        }

        return new Owner(address, uid);
    }

    public static P.Owner ToWire(this Owner owner) => new() { Address = owner.Address, Uid = owner.Uid };

    public static Owner FromWire(P.Owner? owner) =>
        owner is null ? throw new WireFormatException("the owner is missing") : new Owner(owner.Address, owner.Uid);

    /// <summary>The sender of a message, once all its fields are read.</summary>
    public static Owner Known(Owner? from) => from ?? throw new WireFormatException("the sender is missing");
}
