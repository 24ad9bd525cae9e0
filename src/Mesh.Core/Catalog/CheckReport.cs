namespace Mesh.Catalog;

/// <summary>What the last run of a check saw. Known to the owner of the instance alone: it is not replicated.</summary>
/// <param name="Output">At most <see cref="MaxOutput"/> characters.</param>
/// <param name="Since">Wall clock at which the check came to this status; for display.</param>
public sealed record CheckReport(InstanceStatus Status, string Output, DateTimeOffset Since)
{
    public const int MaxOutput = 4 * 1024;
}
