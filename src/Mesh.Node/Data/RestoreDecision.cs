using Mesh.Catalog;

namespace Mesh.Node.Data;

/// <summary>Which stored instances without a claim, of files of earlier versions, a node brings back. Pure.</summary>
internal static class RestoreDecision
{
    private static readonly string[] Endings = [Causes.Deregistered, Causes.DeregisterTime];
    private static readonly string[] Beginnings = [Causes.Registered, Causes.Adopted];

    /// <summary>
    /// One that somebody has now was adopted or registered anew. One that nobody has was lost with the whole mesh, unless
    /// the mesh lived on and remembers that it was removed on purpose.
    /// </summary>
    /// <param name="isHeld">Somebody has it.</param>
    /// <param name="story">What the nodes know of it, oldest first.</param>
    public static bool IsToRestore(bool isHeld, IEnumerable<CatalogEvent> story)
    {
        if (isHeld)
            return false;
        var last = story.Select(told => told.Evidence.Cause).LastOrDefault(c => Endings.Contains(c) || Beginnings.Contains(c));
        return last is null || Beginnings.Contains(last);
    }
}
