namespace Mesh.Membership.Joining;

/// <summary>What <see cref="IslandWatch"/> wants done.</summary>
internal abstract record IslandEffect
{
    /// <summary>This island gives way to the contact's.</summary>
    public sealed record GiveWay(string Reason) : IslandEffect;
}
