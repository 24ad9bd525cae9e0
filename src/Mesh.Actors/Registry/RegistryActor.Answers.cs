using Akka.Actor;
using Akka.Event;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

internal sealed partial class RegistryActor
{
    private static IActorRef RefOf(Requester requester) => (IActorRef)(requester.Reference is AskedWrite write ? write.From : requester.Reference);

    /// <summary>Where the node promises its disk, the answer has to know what it answers.</summary>
    private Requester Asker(ICommand command) => new(_hub.WhenStored is null ? Sender : AskedWrite.Of(Sender, command, _core.Registrations));

    private void Answer(RegistryEffect.Reply reply)
    {
        if (reply.Message is PolicySet set && _hub.Policies.Entries.TryGetValue(set.Service, out var entry))
            _log.Info("{Service} has another policy: {Policy}", set.Service, entry.Policy);
        var to = RefOf(reply.To);
        if (_hub.WhenStored is { } stored && reply.To.Reference is AskedWrite write && write.Waits(reply.Message, _core.Registrations))
            stored().PipeTo(to, Self, reason => StoredAnswers.ToAsker(reply, reason), fault => StoredAnswers.ToAsker(reply, fault.Message));
        else
            to.Tell(StoredAnswers.ToAsker(reply, null), Self);
    }
}
