using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>What was decided on a command.</summary>
internal abstract record CommandOutcome
{
    private CommandOutcome()
    {
    }

    /// <summary>To be answered once the next flush is published. A revision in the answer is put in then.</summary>
    public sealed record Reply(RegistryProtocol.IReply Message) : CommandOutcome
    {
        /// <summary>Does it say that something was changed?</summary>
        public bool IsDone => Message is not (RegistryProtocol.Rejected or RegistryProtocol.InstanceNotFound
            or RegistryProtocol.CheckNotFound or RegistryProtocol.Unavailable or RegistryProtocol.Renewed);
    }

    /// <summary>Another node owns the instance: let it decide.</summary>
    public sealed record Forward(Owner To) : CommandOutcome;

    /// <summary>To be answered once enough members hold the writes of the next flush.</summary>
    public sealed record Await(Quorum Quorum, TimeSpan Deadline, AwaitedChange Change) : CommandOutcome
    {
        /// <summary>How long it waits for a first member where none has confirmed by the deadline.</summary>
        public TimeSpan Patience { get; init; }
    }

    public static Reply Rejected(params IEnumerable<InvalidField> faults) => new(new RegistryProtocol.Rejected(ValueList.From(faults)));

    public static Reply Unavailable(string reason) => new(new RegistryProtocol.Unavailable(reason));

    public static Reply NotFound(InstanceKey key) => new(new RegistryProtocol.InstanceNotFound(key, 0));
}
