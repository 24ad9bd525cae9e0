using Akka.Actor;
using Akka.Event;
using Mesh.Registry;
using static Mesh.KeyValues.KeyValueProtocol;

namespace Mesh.KeyValues;

internal sealed partial class KeyValuesActor
{
    private void ReceiveStored()
    {
        Receive<StoredReply>(m => Answer(
            m.Reply, m.Unstored is { } reason ? new Unavailable(StoredAnswers.Unstored(reason)) : m.Reply.Message));
        Receive<StoredAnswer>(m =>
        {
            // Who is told nothing tells its own client, once its patience is over, that nothing is known.
            if (m.Unstored is null)
                Tell(m.Answer);
        });
    }

    private void Answer(KeyValueEffect.Reply reply)
    {
        if (_settings.Catalog.WhenStored is { } stored && reply.Message is Applied or Granted or Revoked)
            stored().PipeTo(Self, Self, reason => new StoredReply(reply, reason), fault => new StoredReply(reply, fault.Message));
        else
            Answer(reply, reply.Message);
    }

    private void Answer(KeyValueEffect.AnswerNode answer)
    {
        if (_settings.Catalog.WhenStored is { } stored && answer.IsWrite)
            stored().PipeTo(Self, Self, reason => new StoredAnswer(answer, reason), fault => new StoredAnswer(answer, fault.Message));
        else
            Tell(answer);
    }

    private static void Answer(KeyValueEffect.Reply reply, IReply message) =>
        ((KeyValueCall)reply.To.Reference).Answer(message, reply.Missing);

    private void Tell(KeyValueEffect.AnswerNode answer) => ((IActorRef)answer.To.Reference).Tell(answer.Message, Self);

    /// <param name="Unstored">Why it is not; null: it is.</param>
    private sealed record StoredReply(KeyValueEffect.Reply Reply, string? Unstored) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record StoredAnswer(KeyValueEffect.AnswerNode Answer, string? Unstored) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
