using Mesh.Replication;
using static Mesh.KeyValues.KeyReplicationProtocol;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

internal sealed partial class KeyValuesActor
{
    /// <summary>How long the owner of a lease has to answer before this node goes on without it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<long, Question> _questions = [];
    private long _number;

    private void ReceiveLeaseCalls()
    {
        Receive<LeaseCall>(On);
        Receive<LeaseAnswer>(On);
    }

    private void Perform(KeyValueCall call, LeaseVerb verb, long lease, LeaseDecision decision)
    {
        switch (decision)
        {
            case LeaseDecision.Answer answer:
                Reply(call, answer.Reply);
                break;
            case LeaseDecision.Forward forward:
                _questions[++_number] = new Question(call, verb, lease, At.Now + Patience);
                Context.PeerSelection(forward.To, MeshNames.KeyValuesPath).Tell(new LeaseCall(_number, verb, lease), Self);
                break;
        }
    }

    private void On(LeaseCall call)
    {
        var decision = call.Verb is LeaseVerb.KeepAlive
            ? _core.KeepAlive(call.Lease, isForwarded: true, At)
            : _core.TimeToLive(call.Lease, isForwarded: true, At);
        RequestFlush();
        // Without an answer the asker goes on by itself once its patience ends.
        LeaseAnswer? answer = (decision as LeaseDecision.Answer)?.Reply switch
        {
            KeptAlive kept => new LeaseAnswer(call.Number, true, kept.Ttl, kept.Ttl, []),
            Remaining left => new LeaseAnswer(call.Number, true, left.Ttl, left.Seconds, left.Keys),
            LeaseNotFound => new LeaseAnswer(call.Number, false, 0, 0, []),
            _ => null,
        };
        if (answer is not null)
            Sender.Tell(answer, Self);
    }

    private void On(LeaseAnswer answer)
    {
        if (!_questions.Remove(answer.Number, out var question))
            return;
        question.Call.Answer(
            !answer.Found ? new LeaseNotFound(question.Lease)
            : question.Verb is LeaseVerb.KeepAlive ? new KeptAlive(question.Lease, answer.Ttl)
            : new Remaining(question.Lease, answer.Ttl, answer.Seconds, answer.Keys));
    }

    private void ExpireQuestions()
    {
        if (_questions.Count == 0)
            return;
        foreach (var (number, question) in _questions.Where(q => q.Value.Until <= At.Now).ToArray())
        {
            _questions.Remove(number);
            question.Call.Answer(
                _core.IsConfirmed(question.Lease) ? new Unavailable($"the owner of lease {question.Lease} did not answer within {Patience.TotalSeconds} s")
                : question.Verb is LeaseVerb.KeepAlive ? _core.KeepAliveWithoutOwner(question.Lease, At)
                : ((LeaseDecision.Answer)_core.TimeToLive(question.Lease, isForwarded: true, At)).Reply);
        }
    }

    private sealed record Question(KeyValueCall Call, LeaseVerb Verb, long Lease, TimeSpan Until);
}
