using Mesh.Catalog;
using Mesh.Registry;

namespace Mesh.Node.Data;

/// <summary>Which stored instances a node brings back, and what the registry's answer says of them. Pure.</summary>
internal static class RestoreDecision
{
    private static readonly string[] Endings = [Causes.Deregistered, Causes.DeregisterTime];
    private static readonly string[] Beginnings = [Causes.Registered, Causes.Adopted];

    /// <summary>
    /// Of those without a claim, of files of earlier versions: one that somebody has now was adopted or registered anew. One
    /// that nobody has was lost with the whole mesh, unless the mesh lived on and remembers that it was removed on purpose.
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

    /// <param name="reply">What the registry answered; null: nothing.</param>
    public static RestoreFate FateOf(object? reply) => reply switch
    {
        RegistryProtocol.Registered => RestoreFate.Settled,
        RegistryProtocol.Rejected => RestoreFate.Refused,
        _ => RestoreFate.Open,
    };

    /// <summary>Why the registry does not take a record, each fault with field, value and bound; empty: it does.</summary>
    public static string RefusalOf(object? reply) =>
        reply is RegistryProtocol.Rejected rejected ? string.Join("; ", rejected.Faults) : "";
}
