using Mesh.Catalog;

namespace Mesh.Node.Data;

/// <summary>Which stored instances a node brings back. Pure.</summary>
internal static class RestoreDecision
{
    private static readonly string[] Endings = [Causes.Deregistered, Causes.DeregisterTime];
    private static readonly string[] Beginnings = [Causes.Registered, Causes.Adopted];

    /// <summary>
    /// One that somebody has now was adopted or registered anew, unless the file holds the newer claim to the same
    /// registration. One that nobody has was lost with the whole mesh, unless the mesh lived on and remembers that it was
    /// removed on purpose.
    /// </summary>
    /// <param name="seen">As the mesh has it; null: nobody has it.</param>
    /// <param name="story">What the nodes know of it, oldest first.</param>
    public static bool IsToRestore(ServiceInstance stored, ServiceInstance? seen, IEnumerable<CatalogEvent> story)
    {
        if (seen is not null)
            return seen.Claim < stored.Claim && seen.RegisteredAt <= stored.RegisteredAt;
        var last = story.Select(told => told.Evidence.Cause).LastOrDefault(c => Endings.Contains(c) || Beginnings.Contains(c));
        return last is null || Beginnings.Contains(last);
    }
}
