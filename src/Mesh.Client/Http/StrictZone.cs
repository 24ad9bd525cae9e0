using Mesh.Views;

namespace Mesh.Client.Http;

/// <summary>Says so where a strict zone is why there is nobody to pick. Pure.</summary>
internal static class StrictZone
{
    /// <summary>A clause for the end of a message; empty where the zone is not the reason.</summary>
    public static string Reason(ServiceView? view) => view is { Endpoints: { Candidates.IsEmpty: true, Endpoints: { IsEmpty: false } offered } }
        ? $"; {offered.Length} offered in other zones, which the service's policy (zone=strict) keeps this node from"
        : "";
}
