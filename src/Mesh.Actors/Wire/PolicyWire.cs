using Mesh.Replication;
using P = Mesh.Wire.Proto;

namespace Mesh.Wire;

/// <summary>The replicated table of policies: small and rarely changed, so its generated class will do.</summary>
internal static class PolicyWire
{
    public static P.PolicyTable ToWire(PolicyTable table)
    {
        var wire = new P.PolicyTable();
        foreach (var (_, entry) in table.Entries)
        {
            wire.Entries.Add(new P.PolicyEntry
            {
                Service = entry.Service.Value,
                Policy = entry.Policy.ToWire(),
                Stamp = entry.Stamp,
                Writer = entry.Writer,
            });
        }

        return wire;
    }

    public static PolicyTable Read(ReadOnlySpan<byte> bytes) => FromWire(P.PolicyTable.Parser.ParseFrom(bytes));

    public static PolicyTable FromWire(P.PolicyTable wire)
    {
        var entries = PolicyTable.Empty.Entries.ToBuilder();
        foreach (var entry in wire.Entries)
        {
            var service = CatalogWire.Service(entry.Service);
            entries[service] = new PolicyEntry(
                service, SelectionWire.FromWire(entry.Policy), entry.Stamp, CatalogWire.Shared(entry.Writer));
        }

        return entries.Count == 0 ? PolicyTable.Empty : new PolicyTable(entries.ToImmutable());
    }
}
