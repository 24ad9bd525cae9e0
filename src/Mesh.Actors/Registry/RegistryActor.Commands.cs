using Akka.Actor;
using Mesh.Catalog;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

public sealed partial class RegistryActor
{
    private void ReceiveCommands()
    {
        Receive<ICommand>(command => On(command, forwarded: false));
        Receive<RegistryPeerProtocol.Forwarded>(m => On(m.Command, forwarded: true));
    }

    private void On(ICommand command, bool forwarded)
    {
        var wall = _time.GetUtcNow();
        switch (command)
        {
            case Register register:
                Perform(_core.Register(register, wall), command, forwarded);
                break;
            case Deregister deregister:
                Perform(_core.Deregister(deregister, wall), command, forwarded);
                break;
            case Renew renew:
                Perform(_core.Renew(renew, wall), command, forwarded);
                break;
            case SetStatus setStatus:
                Perform(_core.SetStatus(setStatus, wall), command, forwarded);
                break;
            case UpdateCheck update:
                Perform(_core.UpdateCheck(update, wall), command, forwarded);
                break;
            case ChangeChecks change:
                Perform(_core.ChangeChecks(change, wall), command, forwarded);
                break;
            case Drain drain:
                Perform(_core.Drain(drain, wall), command, forwarded);
                break;
            case SetPolicy setPolicy:
                Perform(_core.SetPolicy(setPolicy, _selection.Policies), command, forwarded);
                break;
            case Subscribe subscribe:
                On(subscribe);
                break;
            case Unsubscribe unsubscribe:
                if (_subscriptions.Remove(Sender, unsubscribe.Service))
                    Context.Unwatch(Sender);
                Sender.Tell(new Unsubscribed(_revision));
                break;
            default:
                Unhandled(command);
                break;
        }
    }

    private void Perform(Decision decision, ICommand command, bool forwarded)
    {
        switch (decision)
        {
            case Decision.Answer answer:
                _replies.Add((Sender, answer.Reply));
                RequestFlush();
                break;
            case Decision.Confirm confirm:
                _confirms.Add((Sender, confirm));
                RequestFlush();
                break;
            // A command is passed on once: two nodes that each take the other for the owner must not play ball with it.
            case Decision.Forward when forwarded:
                Sender.Tell(new Unavailable($"{_self.Address} does not own the instance"));
                break;
            case Decision.Forward forward:
                RegistryOf(forward.To).Tell(new RegistryPeerProtocol.Forwarded(command), Sender);
                break;
        }
    }

    private void On(Subscribe subscribe)
    {
        var (changes, snapshot, _) = _hub.ChangesSince(subscribe.Service?.Value, subscribe.Since ?? -1);
        _subscriptions.Add(Sender, subscribe.Service);
        Context.Watch(Sender);
        Sender.Tell(new Subscribed(snapshot.Revision));
        var begin = changes is null ? Present(snapshot, subscribe.Service) : ValueList.From(changes);
        if (begin.Count > 0)
            Sender.Tell(new Changed(snapshot.Revision, begin));
    }

    private static ValueList<CatalogChange> Present(CatalogSnapshot snapshot, ServiceName? service) =>
        ValueList.From(WatchStart.From(snapshot, service));
}
