using static Mesh.KeyValues.KeyReplicationProtocol;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

/// <summary>
/// Calls for leases that other nodes own, or granted a moment ago: the owner is asked, and when it does not answer in time
/// this node goes on without it, unless nobody doubts that it lives.
/// </summary>
internal sealed class LeaseQuestions(Leases leases)
{
    /// <summary>How long the owner of a lease has to answer before this node goes on without it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The number of a call whose answer nobody waits for.</summary>
    public const long Unasked = 0;

    private readonly Dictionary<long, Question> _open = [];
    private long _number;

    /// <summary>What a new owner is told of a lease that clients have renewed here; nobody waits for its answer.</summary>
    public static LeaseCall Renewal(long lease) => new(Unasked, LeaseVerb.KeepAlive, lease);

    /// <summary>What the owner is to be asked; it is remembered who waits for the answer.</summary>
    public LeaseCall Ask(LeaseVerb verb, long lease, Requester from, Moment now)
    {
        _open[++_number] = new Question(from, verb, lease, null, now.At + Patience);
        return new LeaseCall(_number, verb, lease);
    }

    /// <summary>May this node's client have the number that it chose?</summary>
    public LeaseCall Ask(KeyValueInput.Grant grant, Moment now)
    {
        _open[++_number] = new Question(grant.From, LeaseVerb.Grant, grant.Lease, null, now.At + Patience);
        return new LeaseCall(_number, LeaseVerb.Grant, grant.Lease) { Ttl = grant.Ttl };
    }

    /// <summary>Is there such a lease? The batch that names it waits for the answer.</summary>
    public LeaseCall Ask(KeyValueInput.Apply batch, long lease, Moment now)
    {
        _open[++_number] = new Question(batch.From, LeaseVerb.TimeToLive, lease, batch, now.At + Patience);
        return new LeaseCall(_number, LeaseVerb.TimeToLive, lease);
    }

    /// <summary>What follows, now that the owner has answered; null: nobody waits any more.</summary>
    public LeaseResult? Answered(LeaseAnswer answer)
    {
        if (!_open.Remove(answer.Number, out var question))
            return null;
        if (!answer.Found)
        {
            return new LeaseResult.Told(
                question.From, question.Verb is LeaseVerb.Grant ? new LeaseExists(question.Lease) : new LeaseNotFound(question.Lease));
        }

        if (question.Batch is { } batch)
            return new LeaseResult.Known(batch, question.Lease);
        IReply reply = question.Verb switch
        {
            LeaseVerb.KeepAlive => new KeptAlive(question.Lease, answer.Ttl),
            LeaseVerb.Revoke => new Revoked(question.Lease),
            LeaseVerb.Grant => new Granted(question.Lease, answer.Ttl),
            _ => new Remaining(question.Lease, answer.Ttl, answer.Seconds, answer.Keys),
        };
        return new LeaseResult.Told(question.From, reply);
    }

    /// <summary>The answers to those whose owner's time is over.</summary>
    public IReadOnlyList<(Requester To, IReply Reply)> Expire(Moment now)
    {
        if (_open.Count == 0)
            return [];
        var expired = new List<(Requester, IReply)>();
        foreach (var (number, question) in _open.Where(q => q.Value.Until <= now.At).ToArray())
        {
            _open.Remove(number);
            expired.Add((question.From, WithoutOwner(question, now)));
        }

        return expired;
    }

    /// <summary>The answer that goes to another node; null: it goes on by itself once its patience ends.</summary>
    public static LeaseAnswer? ForNode(LeaseCall call, LeaseOutcome outcome) => (outcome as LeaseOutcome.Answer)?.Reply switch
    {
        KeptAlive kept => new LeaseAnswer(call.Number, true, kept.Ttl, kept.Ttl, []),
        Remaining left => new LeaseAnswer(call.Number, true, left.Ttl, left.Seconds, left.Keys),
        Revoked => new LeaseAnswer(call.Number, true, 0, 0, []),
        Granted granted => new LeaseAnswer(call.Number, true, granted.Ttl, granted.Ttl, []),
        LeaseNotFound or LeaseExists => new LeaseAnswer(call.Number, false, 0, 0, []),
        _ => null,
    };

    private IReply WithoutOwner(Question question, Moment now)
    {
        // Whoever granted it has not denied it: that it is not there is nothing that this node could say.
        if (question.Batch is not null || question.Verb is LeaseVerb.Grant || leases.IsConfirmed(question.Lease) || leases.GranterOfUnseen(question.Lease) is not null)
            return new Unavailable($"the owner of lease {question.Lease} did not answer within {Patience.TotalSeconds} s");
        var outcome = leases.Perform(question.Verb, question.Lease, isForwarded: true, now);
        return outcome is LeaseOutcome.Answer answer ? answer.Reply : new LeaseNotFound(question.Lease);
    }

    private sealed record Question(
        Requester From, LeaseVerb Verb, long Lease, KeyValueInput.Apply? Batch, TimeSpan Until);
}
