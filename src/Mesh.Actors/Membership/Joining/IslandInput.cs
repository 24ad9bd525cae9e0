using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>What <see cref="IslandWatch"/> is told.</summary>
internal abstract record IslandInput
{
    /// <summary>A contact told which island it is in.</summary>
    /// <param name="Mine">Null while this node is in none.</param>
    /// <param name="Theirs">Null while the contact is in none.</param>
    /// <param name="KnowsMe">The other island has this node among its members: it is the same one.</param>
    public sealed record Met(Owner Where, Island? Mine, Island? Theirs, bool KnowsMe) : IslandInput;
}
