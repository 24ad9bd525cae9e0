using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>What the core decided on a command.</summary>
internal abstract record Decision
{
    /// <summary>Answer once the next flush is published; the function gets its revision.</summary>
    public sealed record Answer(Func<long, object> Reply) : Decision;

    /// <summary>Another node owns the instance: let it decide.</summary>
    public sealed record Forward(Owner To) : Decision;

    /// <summary>Answer once enough members hold the writes of the next flush.</summary>
    public sealed record Confirm(Quorum Quorum, TimeSpan Deadline, Func<Confirmation, long, object> Reply) : Decision;
}
