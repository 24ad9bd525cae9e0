using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Replication;
using Mesh.Views;

namespace Mesh.Registry;

/// <summary>
/// What <see cref="RegistryCore"/> asks of the shell, which performs a step's effects in their order. Within a flush that
/// is: <see cref="Retain"/>, <see cref="Report"/>, <see cref="Publish"/>, <see cref="Replicate"/>, <see cref="Heartbeat"/>,
/// <see cref="Reply"/>, <see cref="Confirm"/>, so that who gets an answer sees its effect, and finds it on its way to the
/// others.
/// </summary>
internal abstract record RegistryEffect
{
    private RegistryEffect()
    {
    }

    /// <summary>Tell <see cref="RegistryInput.Flush"/> once what waits already is decided: one flush publishes it all.</summary>
    public sealed record Flush : RegistryEffect
    {
        public static readonly Flush Instance = new();
    }

    /// <summary>Keep for the next incarnation.</summary>
    public sealed record Retain(
        ImmutableDictionary<InstanceKey, ServiceInstance> Registrations, PolicyTable Policies, ImmutableDictionary<InstanceKey, KeptPlace> Places) : RegistryEffect;

    /// <summary>What a check saw last, for whoever reads the view that comes next.</summary>
    public sealed record Report(InstanceKey Key, string CheckId, InstanceStatus Status, string Output, DateTimeOffset Wall) : RegistryEffect;

    /// <summary>Show callers, and tell the subscribers.</summary>
    /// <param name="Changes">Empty when only policies or contacts changed.</param>
    public sealed record Publish(CatalogSnapshot Snapshot, ImmutableArray<CatalogChange> Changes) : RegistryEffect;

    /// <param name="Number">Not 0: receivers confirm it.</param>
    public sealed record Replicate(ImmutableArray<BucketPart> Parts, PolicyTable Policies, long Number) : RegistryEffect;

    /// <summary>Members have not confirmed yet: push once more.</summary>
    public sealed record PushAgain(ImmutableArray<BucketPart> Parts, long Number, ImmutableArray<Owner> To) : RegistryEffect;

    /// <summary>Writes of a member are missing here and do not come: ask it for the buckets.</summary>
    public sealed record PullFrom(Owner From, ImmutableArray<int> Indexes) : RegistryEffect;

    public sealed record Heartbeat(HeartbeatProtocol.IMessage Order) : RegistryEffect;

    public sealed record Reply(Requester To, RegistryProtocol.IReply Message) : RegistryEffect
    {
        /// <summary>Where the members were waited for: those that had not said that they hold the change.</summary>
        public ValueList<string>? Missing { get; init; }
    }

    /// <summary>Tell <see cref="RegistryInput.Due"/> after this time.</summary>
    public sealed record Wake(TimeSpan After) : RegistryEffect;

    /// <summary>Another node owns the instance: let it decide, and answer the requester.</summary>
    public sealed record Forward(Requester From, Owner To, RegistryProtocol.ICommand Command, TimeSpan Reach) : RegistryEffect;

    /// <summary>This node's view holds the push with this number.</summary>
    public sealed record Confirm(Owner To, long Number) : RegistryEffect;

    /// <summary>Tell these members how far this node's line of indexes has come.</summary>
    public sealed record TellIndexes(ImmutableArray<ReachedIndex> Items, ImmutableArray<Owner> To) : RegistryEffect;

    /// <summary>The node holds every bucket, and shows it.</summary>
    public sealed record Ready : RegistryEffect
    {
        public static readonly Ready Instance = new();
    }
}
