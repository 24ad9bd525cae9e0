namespace Mesh.Membership.Joining;

/// <summary>What a node that is in no mesh yet does next.</summary>
internal abstract record JoinDecision
{
    /// <summary>Join through this member.</summary>
    public sealed record Join(string Address) : JoinDecision;

    /// <summary>Become the first member of a mesh.</summary>
    public sealed record Form : JoinDecision;

    /// <summary>Go on knocking.</summary>
    public sealed record Wait(string Detail) : JoinDecision;

    /// <summary>Go on knocking, but it will take a change of settings on one side.</summary>
    public sealed record Refused(string Line) : JoinDecision;
}
