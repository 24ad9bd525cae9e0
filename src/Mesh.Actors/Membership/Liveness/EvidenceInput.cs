using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>What <see cref="EvidenceTable"/> is told.</summary>
internal abstract record EvidenceInput
{
    /// <summary>The cluster shows another member so; the first time it begins to be followed.</summary>
    public sealed record Seen(SeenMember Member) : EvidenceInput;

    /// <summary>It is no member any more.</summary>
    public sealed record Gone(Owner Owner) : EvidenceInput;

    /// <summary>A link to whoever has this address ("host:port") broke.</summary>
    public sealed record LinkBroken(string Address) : EvidenceInput;

    /// <summary>Another node, or a caller in this process, has evidence against a member.</summary>
    public sealed record Accused(Owner Owner, Evidence Evidence) : EvidenceInput;

    /// <summary>Something of it arrived.</summary>
    public sealed record Heard(Owner Owner) : EvidenceInput;

    /// <summary>It answered the ping of this number.</summary>
    public sealed record Answered(Owner Owner, long Number) : EvidenceInput;

    /// <summary>An attempt to connect to its port ended.</summary>
    public sealed record Probed(Owner Owner, PortState State) : EvidenceInput;

    /// <summary>An incarnation speaks up: whoever else had its address is dead.</summary>
    public sealed record Spoke(Owner Owner) : EvidenceInput;

    /// <summary>Before any message is handled: after a pause the mailbox is read before the timer comes.</summary>
    public sealed record Awake : EvidenceInput
    {
        public static readonly Awake Instance = new();
    }

    /// <summary>The timer of <see cref="SelfDoubt.Interval"/> came.</summary>
    public sealed record Tick : EvidenceInput
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>Doubts may be due.</summary>
    /// <param name="May">False once this incarnation has ended: then it judges nobody any more.</param>
    public sealed record Judge(bool May) : EvidenceInput;

    /// <summary>The links that this node keeps are to be kept alive.</summary>
    public sealed record Greet : EvidenceInput
    {
        public static readonly Greet Instance = new();
    }

    /// <summary>Are the ports of those still open that the failure detectors gave up?</summary>
    public sealed record Examine : EvidenceInput
    {
        public static readonly Examine Instance = new();
    }
}
