using System.Collections.Immutable;
using Mesh.Kademlia;

namespace Mesh.Federation.Overlay;

/// <summary>Whom an attempt to enter the overlay asks: the seeds, other gateways of the mesh, and peers of an earlier run.</summary>
internal static class EntryDoors
{
    /// <param name="attempt">The first is 1; each asks other peers of the earlier run.</param>
    public static async Task<ImmutableArray<KadAddress>> FindAsync(
        OverlaySetup setup, IReadOnlyList<KadAddress> siblings, int attempt, CancellationToken cancellation)
    {
        var known = setup.TableFile.Length > 0 ? await PeersFile.ReadAsync(setup.TableFile) : [];
        // Names are resolved anew at each attempt: the addresses behind them change.
        var seeds = await SeedNames.ResolveAsync(setup.Seeds, cancellation);
        return EntryRule.Doors(seeds, siblings, known, attempt);
    }
}
