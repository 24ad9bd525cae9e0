using Mesh.Catalog;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The parts of a record that many records share: ports, tags, metadata. Left out when empty.</summary>
internal static class InstancePartsWire
{
    private const int Items = 1;

    public static void WritePorts(ref WireWriter writer, int field, ValueMap<int> ports)
    {
        if (ports.Count == 0)
            return;
        var mark = writer.Begin(field);
        foreach (var (name, port) in ports.AsSpan())
        {
            var item = writer.Begin(Items);
            writer.Text(P.NamedPort.NameFieldNumber, name);
            writer.Number(P.NamedPort.PortFieldNumber, port);
            writer.End(item);
        }

        writer.End(mark);
    }

    public static ValueMap<int> ReadPorts(ReadOnlySpan<byte> bytes)
    {
        var entries = new List<KeyValuePair<string, int>>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == Items)
                entries.Add(ReadPort(reader.Content()));
        }

        return ValueMap<int>.From(entries);
    }

    public static void WriteTags(ref WireWriter writer, int field, ValueList<string> tags)
    {
        if (tags.Count == 0)
            return;
        var mark = writer.Begin(field);
        foreach (var tag in tags.AsSpan())
            writer.TextAlways(Items, tag);
        writer.End(mark);
    }

    public static ValueList<string> ReadTags(ReadOnlySpan<byte> bytes)
    {
        var tags = new List<string>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == Items)
                tags.Add(WirePools.Words.Get(reader.Content()));
        }

        return ValueList.From(tags);
    }

    public static void WriteMetadata(ref WireWriter writer, int field, ValueMap<string> metadata)
    {
        if (metadata.Count == 0)
            return;
        var mark = writer.Begin(field);
        foreach (var (key, value) in metadata.AsSpan())
        {
            var item = writer.Begin(Items);
            writer.Text(P.Entry.KeyFieldNumber, key);
            writer.Text(P.Entry.ValueFieldNumber, value);
            writer.End(item);
        }

        writer.End(mark);
    }

    public static ValueMap<string> ReadMetadata(ReadOnlySpan<byte> bytes)
    {
        var entries = new List<KeyValuePair<string, string>>();
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == Items)
                entries.Add(ReadEntry(reader.Content()));
        }

        return ValueMap<string>.From(entries);
    }

    private static KeyValuePair<string, int> ReadPort(ReadOnlySpan<byte> bytes)
    {
        var name = "";
        var port = 0;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.NamedPort.NameFieldNumber)
                name = WirePools.Words.Get(reader.Content());
            else if (reader.Field == P.NamedPort.PortFieldNumber)
                port = reader.Number32();
        }

        return new(name, port);
    }

    private static KeyValuePair<string, string> ReadEntry(ReadOnlySpan<byte> bytes)
    {
        var key = "";
        var value = "";
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == P.Entry.KeyFieldNumber)
                key = WirePools.Words.Get(reader.Content());
            else if (reader.Field == P.Entry.ValueFieldNumber)
                value = WirePools.Values.Get(reader.Content());
        }

        return new(key, value);
    }
}
