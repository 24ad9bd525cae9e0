namespace Mesh.Node.Snapshots;

/// <summary>How much of a snapshot is there now.</summary>
/// <param name="Instances">With those that were there already, and those whose place is kept for their node.</param>
/// <param name="LeftOut">Entries that are not: their lease ended, for nobody renews it.</param>
internal sealed record SnapshotReply(int Instances, int Entries, int Leases, int LeftOut)
{
    public override string ToString() =>
        $"{Instances} instances, {Entries} entries and {Leases} leases" + (LeftOut == 0 ? "" : $"; {LeftOut} entries are left out, their leases were over");
}
