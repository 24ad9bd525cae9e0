using Akka.Actor;
using Akka.Event;
using Mesh.Catalog;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

internal sealed partial class RegistryActor
{
    private static IActorRef RefOf(Requester requester) =>
        requester.Reference is Writer writer ? writer.To : (IActorRef)requester.Reference;

    /// <summary>Where the node promises its disk, the answer has to know what it answers.</summary>
    private Requester Asker(ICommand command) => new(_hub.WhenStored is null ? Sender : new Writer(Sender, command, HeldOf(command)));

    private void Answer(RegistryEffect.Reply reply)
    {
        if (reply.Message is PolicySet set && _hub.Policies.Entries.TryGetValue(set.Service, out var entry))
            _log.Info("{Service} has another policy: {Policy}", set.Service, entry.Policy);
        var to = RefOf(reply.To);
        if (_hub.WhenStored is { } stored && reply.To.Reference is Writer writer && StoredAnswers.Wait(writer.Command, reply.Message, Changed(writer)))
            stored().PipeTo(to, Self, reason => Message(reply, reason), fault => Message(reply, fault.Message));
        else
            to.Tell(Message(reply, null), Self);
    }

    /// <param name="unstored">Why what was promised is not stored; null: it is, or need not be.</param>
    private static object Message(RegistryEffect.Reply reply, string? unstored)
    {
        IReply message = unstored is null ? reply.Message : new Unavailable(StoredAnswers.Unstored(unstored));
        return reply.Missing is { } missing ? new RegistryPeerProtocol.Reached(message, missing) : message;
    }

    private bool Changed(Writer writer) => !ReferenceEquals(writer.Held, HeldOf(writer.Command));

    private ServiceInstance? HeldOf(ICommand command) =>
        command is UpdateCheck update ? _core.Registrations.GetValueOrDefault(update.Key) : null;

    /// <summary>Who waits for an answer that may have to wait for the disk.</summary>
    /// <param name="Held">The record of the instance when the command came, where it matters whether that changes.</param>
    private sealed record Writer(IActorRef To, ICommand Command, ServiceInstance? Held);
}
