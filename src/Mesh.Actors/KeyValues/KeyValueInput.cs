using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Views;

namespace Mesh.KeyValues;

/// <summary>What <see cref="KeyValueCore"/> is told.</summary>
internal abstract record KeyValueInput
{
    private KeyValueInput()
    {
    }

    /// <summary>The first of all: the core takes up what was there before.</summary>
    public sealed record Started : KeyValueInput
    {
        public static readonly Started Instance = new();
    }

    /// <param name="Reach">How long the answer waits for the members that can be reached to hold the writes; 0: it does not.</param>
    public sealed record Apply(KeyBatch Batch, Requester From, TimeSpan Reach = default) : KeyValueInput;

    /// <param name="Lease">0: any number that is free.</param>
    /// <param name="Ttl">Seconds.</param>
    /// <param name="Reach">As of <see cref="Apply"/>.</param>
    public sealed record Grant(long Lease, long Ttl, Requester From, TimeSpan Reach = default) : KeyValueInput;

    public sealed record KeepAlive(long Lease, Requester From) : KeyValueInput;

    public sealed record TimeToLive(long Lease, Requester From) : KeyValueInput;

    /// <param name="Reach">As of <see cref="Apply"/>.</param>
    public sealed record Revoke(long Lease, Requester From, TimeSpan Reach = default) : KeyValueInput;

    /// <summary>Entries as they were stored, with their claims: back, unless something newer is known of their keys.</summary>
    public sealed record Restore(IReadOnlyList<KeyRecord> Records, Requester From) : KeyValueInput;

    /// <summary>Another node takes this one for the owner of a lease.</summary>
    public sealed record OwnerAsked(KeyReplicationProtocol.LeaseCall Call, Requester From) : KeyValueInput;

    /// <summary>The owner of a lease answered what this node asked.</summary>
    public sealed record OwnerAnswered(KeyReplicationProtocol.LeaseAnswer Answer) : KeyValueInput;

    /// <summary>State or writes that came from outside.</summary>
    /// <param name="From">Who wants to hear, once this node shows it, that <paramref name="Number"/> has arrived; null: nobody.</param>
    /// <param name="Mark">Of the state that the sender came to by it; 0: it is not said.</param>
    public sealed record Arrived(ImmutableArray<KeyBucketPart> Parts, Owner? From = null, long Number = 0, ulong Mark = 0) : KeyValueInput;

    /// <summary>Somebody else's line of revisions, or that of a door, has come to this time.</summary>
    /// <param name="Mark">Of its state; 0: it is this node's own.</param>
    public sealed record Reached(long Slot, ulong Mark = 0) : KeyValueInput;

    /// <summary>A member shows what this node has sent it under this number.</summary>
    public sealed record Confirmed(Owner By, long Number) : KeyValueInput;

    /// <summary>The time is over that <see cref="KeyValueEffect.Wake"/> asked for.</summary>
    public sealed record Due : KeyValueInput
    {
        public static readonly Due Instance = new();
    }

    /// <summary>This node holds every bucket that the others hold: what of the published is not there, is gone.</summary>
    public sealed record Warmed : KeyValueInput
    {
        public static readonly Warmed Instance = new();
    }

    public sealed record MemberSeen(Owner Member, Standing Standing) : KeyValueInput;

    public sealed record MemberRemoved(Owner Member) : KeyValueInput;

    /// <summary>Time went on; comes several times a second.</summary>
    /// <param name="Catalog">What the registry shows now, of which some follows from entries.</param>
    /// <param name="IsClosed">Nobody can reach this node yet: what it has restored does not grow old.</param>
    public sealed record Tick(CatalogSnapshot Catalog, bool IsClosed = false) : KeyValueInput;

    /// <summary>The answer to <see cref="KeyValueEffect.Flush"/>.</summary>
    public sealed record Flush : KeyValueInput
    {
        public static readonly Flush Instance = new();
    }
}
