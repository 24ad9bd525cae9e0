using Google.Protobuf;
using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The named checks of a record. Left out when there are none.</summary>
internal static class ChecksWire
{
    private const int Items = 1;

    public static void Write(ref WireWriter writer, int field, ValueList<NamedCheck> checks)
    {
        if (checks.Count == 0)
            return;
        var mark = writer.Begin(field);
        foreach (var check in checks.AsSpan())
        {
            var item = writer.Begin(Items);
            Write(ref writer, check);
            writer.End(item);
        }

        writer.End(mark);
    }

    public static ValueList<NamedCheck> Read(ReadOnlySpan<byte> bytes)
    {
        var checks = new List<NamedCheck>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == Items)
                checks.Add(ReadOne(reader.Content()));
        }

        return ValueList.From(checks);
    }

    /// <summary>For messages that are made of generated classes; rare, so the bytes may go through them twice.</summary>
    public static P.NamedCheck ToWire(this NamedCheck check)
    {
        var writer = WireWriter.Rent();
        try
        {
            Write(ref writer, check);
            return P.NamedCheck.Parser.ParseFrom(writer.Written);
        }
        finally
        {
            writer.Return();
        }
    }

    public static NamedCheck FromWire(P.NamedCheck check) => ReadOne(check.ToByteArray());

    private static void Write(ref WireWriter writer, NamedCheck check)
    {
        writer.Text(P.NamedCheck.IdFieldNumber, check.Id);
        writer.Text(P.NamedCheck.NameFieldNumber, check.Name);
        writer.Text(P.NamedCheck.NotesFieldNumber, check.Notes);
        HealthWire.Write(ref writer, P.NamedCheck.TermsFieldNumber, check.Terms);
        writer.Number(P.NamedCheck.StatusFieldNumber, (long)check.Status);
        writer.Flag(P.NamedCheck.OfNodeFieldNumber, check.OfNode);
    }

    private static NamedCheck ReadOne(ReadOnlySpan<byte> bytes)
    {
        string id = "", name = "", notes = "";
        var terms = HealthTerms.None;
        var status = InstanceStatus.Starting;
        var ofNode = false;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case P.NamedCheck.IdFieldNumber: id = WirePools.Text(reader.Content()); break;
                case P.NamedCheck.NameFieldNumber: name = WirePools.Words.Get(reader.Content()); break;
                case P.NamedCheck.NotesFieldNumber: notes = WirePools.Words.Get(reader.Content()); break;
                case P.NamedCheck.TermsFieldNumber: terms = WirePools.Health.Get(reader.Content()); break;
                case P.NamedCheck.StatusFieldNumber: status = WireEnums.Status(reader.Number()); break;
                case P.NamedCheck.OfNodeFieldNumber: ofNode = reader.Flag(); break;
            }
        }

        return new NamedCheck
        {
            Id = id,
            Name = name,
            Notes = notes,
            Terms = terms,
            Status = status,
            OfNode = ofNode,
        };
    }
}
