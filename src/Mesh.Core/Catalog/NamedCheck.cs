namespace Mesh.Catalog;

/// <summary>
/// One of several checks of an instance. The worst of them decides <see cref="ServiceInstance.Status"/>, so that a
/// record holds both, and every node sees which check it was.
/// </summary>
public sealed record NamedCheck
{
    /// <summary>Names the check within its instance; 1 to 512 characters.</summary>
    public required string Id { get; init; }

    /// <summary>For people; at most 256 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>For people: what the check is about, or why somebody set it; at most 512 characters.</summary>
    public string Notes { get; init; } = "";

    /// <summary>
    /// How it is found out. Kind None: only orders change it, as with maintenance. Kind App: the host's own health.
    /// </summary>
    public HealthTerms Terms { get; init; } = HealthTerms.None;

    /// <summary>About the node rather than the instance: stays behind when another node adopts the instance.</summary>
    public bool OfNode { get; init; }

    /// <summary>
    /// Passing, Warning or Critical. In a registration Starting stands for "not said": the registry puts what the check
    /// of the same id had before, and Critical when there was none.
    /// </summary>
    public InstanceStatus Status { get; init; }
}
