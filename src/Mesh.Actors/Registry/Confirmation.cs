using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>A change that waits until enough views hold it.</summary>
/// <param name="To">Who is answered then.</param>
/// <param name="Number">Names it in acknowledgements.</param>
/// <param name="Required">How many of <paramref name="Others"/> must confirm.</param>
/// <param name="Excused">Those who cannot be reached and need not confirm; null: nobody is excused.</param>
/// <param name="Deadline">Monotonic time after which it is answered as it stands.</param>
internal sealed record Confirmation(
    Requester To,
    AwaitedChange Change,
    long Number,
    ImmutableArray<BucketPart> Parts,
    ImmutableHashSet<Owner> Others,
    ImmutableHashSet<Owner> Confirmed,
    int Required,
    ImmutableHashSet<Owner>? Excused,
    TimeSpan Deadline)
{
    /// <summary>Monotonic time at which it began to wait.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>Monotonic time to which it waits for a first member where none has confirmed by the deadline.</summary>
    public TimeSpan Patience { get; init; }

    public bool Reached => Confirmed.Count >= Required;

    public IEnumerable<Owner> Unconfirmed => Others.Except(Confirmed).Order();

    private ValueList<string> Missing => ValueList.From(Unconfirmed.Select(o => o.Address));

    /// <summary>Counts who has to confirm a change, of the members as they are now.</summary>
    public static Confirmation Begin(
        Requester to,
        CommandOutcome.Await wanted,
        long number,
        ImmutableArray<BucketPart> parts,
        Owner self,
        IReadOnlyDictionary<Owner, Standing> members,
        TimeSpan now)
    {
        var others = members.Keys.Where(m => m != self).ToImmutableHashSet();
        // This node holds the change already: it is the first of more than half.
        var required = wanted.Quorum switch
        {
            Quorum.Another => Math.Min(1, others.Count),
            Quorum.Majority => (others.Count + 1) / 2,
            _ => others.Count,
        };
        var confirmation = new Confirmation(
            to,
            wanted.Change,
            number,
            parts,
            others,
            [],
            required,
            wanted.Quorum is Quorum.Reachable or Quorum.Another ? [] : null,
            now + wanted.Deadline)
        {
            Since = now,
            Patience = now + wanted.Patience,
        };
        foreach (var silent in others.Where(o => members[o] is not Standing.Confirmed))
            confirmation = confirmation.Excuse(silent);
        return confirmation;
    }

    /// <summary>The answer as things stand now.</summary>
    /// <param name="revision">That of this node's view.</param>
    public RegistryEffect.Reply AnswerAt(long revision, Owner self) => Change switch
    {
        AwaitedChange.Drain drain => new(To, new RegistryProtocol.Drained(
            drain.Key, ValueList.From(Confirmed.Order().Select(o => o.Address).Prepend(self.Address)), Missing)),
        AwaitedChange.Registration registration =>
            new(To, new RegistryProtocol.Registered(registration.Key, revision, 1 + Confirmed.Count, Reached) { Claim = registration.Claim }),
        AwaitedChange.Deregistration deregistration =>
            new(To, new RegistryProtocol.Deregistered(deregistration.Key, revision)),
        AwaitedChange.Write write => new(To, RepliesAtRevision.At(write.Reply, revision)) { Missing = Missing },
        _ => throw new InvalidOperationException($"{Change.GetType().Name} is not awaited"),
    };

    /// <summary>A member that cannot be reached cannot send calls either.</summary>
    public Confirmation Excuse(Owner owner)
    {
        if (Excused is null || Excused.Contains(owner) || !Others.Contains(owner))
            return this;
        var excused = Excused.Add(owner);
        return this with { Excused = excused, Required = Math.Min(Required, Others.Except(excused).Union(Confirmed).Count) };
    }

    /// <summary>After the deadline: one is enough, where none has confirmed yet and it may still wait; null: it is to be answered.</summary>
    public Confirmation? Prolonged(TimeSpan now) =>
        Confirmed.IsEmpty && Patience > now ? this with { Deadline = Patience, Required = Math.Min(1, Required) } : null;
}
