namespace Mesh.Membership.Joining;

/// <summary>What <see cref="JoinState"/> wants done.</summary>
internal abstract record JoinEffect
{
    /// <summary>Look up the addresses of this name.</summary>
    public sealed record Resolve(string Name) : JoinEffect;

    /// <summary>Ask who answers at this address.</summary>
    public sealed record Greet(string Address) : JoinEffect;

    /// <summary>Ask the node with this address what mesh it is in.</summary>
    /// <param name="Listed">Is this node one of its own seeds?</param>
    public sealed record Knock(string Address, bool Listed, Island? Island) : JoinEffect;

    /// <summary>Answer the one who knocked.</summary>
    public sealed record Answer(bool Listed, Island? Island, bool KnowsAsker) : JoinEffect;

    /// <summary>The next round, after this time.</summary>
    public sealed record RoundAfter(TimeSpan Pause) : JoinEffect;

    /// <summary>Join through this member; through this node itself: form a mesh.</summary>
    public sealed record Join(string Address) : JoinEffect;

    /// <summary>Tell how far it is.</summary>
    /// <param name="IsNews">Is it another kind of decision than the one before?</param>
    public sealed record Tell(string Detail, bool IsNews) : JoinEffect;

    /// <summary>Nobody who answers can be in one mesh with this node.</summary>
    public sealed record TellRefused(string Line) : JoinEffect;

    /// <summary>One that cannot be in one mesh with this node wants to join.</summary>
    public sealed record Refuse(string Address, string Conflict) : JoinEffect;

    /// <summary>This island gives way to the one that the contact is in.</summary>
    public sealed record Move(string Reason, string Contact) : JoinEffect;
}
