namespace Mesh.Node.Bridge.Sides;

/// <summary>The answer to a claim.</summary>
internal abstract record ClaimReply
{
    /// <summary>This process works.</summary>
    internal sealed record Held(string Detail) : ClaimReply;

    /// <summary>Another process of the same bridge works; this one stands by.</summary>
    internal sealed record StandBy(string Reason) : ClaimReply;

    /// <summary>The id belongs to a bridge of another mesh.</summary>
    internal sealed record Refused(string Reason) : ClaimReply;
}
