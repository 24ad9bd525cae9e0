namespace Mesh.Views;

/// <summary>What a change did to the instance it names.</summary>
public enum ChangeKind
{
    Added = 0,

    /// <summary>Anything of the record, its owner or the owner's standing.</summary>
    Updated = 1,

    Removed = 2,

    /// <summary>
    /// The watcher's revision is not known here (another node's, or too old): forget what was held; the present
    /// instances follow as Added. Carries no instance.
    /// </summary>
    Reset = 3,
}
