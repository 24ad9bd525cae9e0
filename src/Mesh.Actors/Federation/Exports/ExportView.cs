using System.Collections.Immutable;
using Mesh.Catalog;

namespace Mesh.Federation.Exports;

/// <summary>What a gateway sees of its mesh that matters to the overlay.</summary>
/// <param name="Offered">Services that are exported and have an instance that is offered.</param>
/// <param name="Gateways">The live gateways by node, this one among them, each with what the overlay is told of it.</param>
internal sealed record ExportView(
    ImmutableSortedSet<ServiceName> Offered, ImmutableSortedDictionary<string, string> Gateways)
{
    public static readonly ExportView Empty = new([], ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>The gateway that speaks for a service: rendezvous over the live ones, so that no agreement is needed.</summary>
    public string? DutyOf(ServiceName service)
    {
        string? chosen = null;
        ulong best = 0;
        foreach (var gateway in Gateways.Keys)
        {
            var hash = StableHash.Of(service.Value, gateway);
            if (chosen is null || hash > best)
                (chosen, best) = (gateway, hash);
        }

        return chosen;
    }
}
