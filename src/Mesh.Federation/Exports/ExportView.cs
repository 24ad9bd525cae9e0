using System.Collections.Immutable;
using Mesh.Federation.Overlay;

namespace Mesh.Federation.Exports;

/// <summary>What a gateway sees of its mesh that matters to the overlay.</summary>
/// <param name="Offered">Services that are exported and have an instance that is offered, and the mesh's own name.</param>
/// <param name="Gateways">The live gateways by node, this one among them, each with what the overlay is told of it.</param>
internal sealed record ExportView(
    ImmutableSortedSet<OverlaySubject> Offered, ImmutableSortedDictionary<string, string> Gateways)
{
    public static readonly ExportView Empty = new(
        ImmutableSortedSet.Create<OverlaySubject>(SubjectOrder.Instance),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Gateways that do not publish.</summary>
    public ImmutableHashSet<string> Mute { get; init; } = [];

    /// <summary>The gateway that speaks for a subject: rendezvous over the live ones, so that no agreement is needed.</summary>
    public string? DutyOf(OverlaySubject subject)
    {
        string? chosen = null;
        ulong best = 0;
        foreach (var gateway in Gateways.Keys.Where(g => !Mute.Contains(g)))
        {
            var hash = StableHash.Of(SubjectOrder.TextOf(subject), gateway);
            if (chosen is null || hash > best)
                (chosen, best) = (gateway, hash);
        }

        return chosen;
    }
}
