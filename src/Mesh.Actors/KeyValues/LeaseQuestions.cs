using static Mesh.KeyValues.KeyReplicationProtocol;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

/// <summary>
/// Calls for leases that other nodes own: the owner is asked, and when it does not answer in time this node goes on
/// without it, unless nobody doubts that it lives.
/// </summary>
internal sealed class LeaseQuestions(Leases leases)
{
    /// <summary>How long the owner of a lease has to answer before this node goes on without it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<long, Question> _open = [];
    private long _number;

    /// <summary>What the owner is to be asked; it is remembered who waits for the answer.</summary>
    public LeaseCall Ask(LeaseVerb verb, long lease, Requester from, Moment now)
    {
        _open[++_number] = new Question(from, verb, lease, now.At + Patience);
        return new LeaseCall(_number, verb, lease);
    }

    /// <summary>Who is to be told what, now that the owner has answered; null: nobody waits any more.</summary>
    public (Requester To, IReply Reply)? Answered(LeaseAnswer answer)
    {
        if (!_open.Remove(answer.Number, out var question))
            return null;
        IReply reply =
            !answer.Found ? new LeaseNotFound(question.Lease)
            : question.Verb is LeaseVerb.KeepAlive ? new KeptAlive(question.Lease, answer.Ttl)
            : new Remaining(question.Lease, answer.Ttl, answer.Seconds, answer.Keys);
        return (question.From, reply);
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
        LeaseNotFound => new LeaseAnswer(call.Number, false, 0, 0, []),
        _ => null,
    };

    private IReply WithoutOwner(Question question, Moment now)
    {
        if (leases.IsConfirmed(question.Lease))
            return new Unavailable($"the owner of lease {question.Lease} did not answer within {Patience.TotalSeconds} s");
        var outcome = question.Verb is LeaseVerb.KeepAlive
            ? leases.KeepAlive(question.Lease, isForwarded: true, now)
            : leases.TimeToLive(question.Lease, isForwarded: true, now);
        return outcome is LeaseOutcome.Answer answer ? answer.Reply : new LeaseNotFound(question.Lease);
    }

    private sealed record Question(Requester From, LeaseVerb Verb, long Lease, TimeSpan Until);
}
