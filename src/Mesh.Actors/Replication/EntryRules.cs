using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Trust;

namespace Mesh.Replication;

/// <summary>Whose word counts for a log: what is to be asked for before it is taken. Pure.</summary>
internal static class EntryRules
{
    /// <param name="from">The node at the other end of the link; null: what came by nobody in particular, as from Distributed Data.</param>
    /// <param name="ofOwner">What is known of the log's owner; null: there was no link with it yet.</param>
    public static EntryProof Of(Owner self, Owner owner, Owner? from, Peer? ofOwner, bool isSealed, EntrySignatures mode)
    {
        if (mode is EntrySignatures.Off)
            return EntryProof.Taken;
        // Nobody knows better what this node has written.
        if (owner == self)
            return EntryProof.Own;
        if (owner == from)
            return EntryProof.Taken;
        if (isSealed)
            return EntryProof.Seal;
        // What is not known of its owner waits for the link with it: else whoever is first would be believed.
        return mode is EntrySignatures.Accept && ofOwner is { Signs: false } ? EntryProof.Taken : EntryProof.Missing;
    }

    /// <summary>Does a seal speak of this log at all? Else whatever it signs is something else, or of another time.</summary>
    public static bool Fits(Seal seal, int index, long version) => seal.Index == index && seal.Version == version;
}
