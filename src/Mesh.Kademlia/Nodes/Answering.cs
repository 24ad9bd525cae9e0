using Mesh.Kademlia.Messages;

namespace Mesh.Kademlia.Nodes;

/// <summary>What a node answers others: pure reading of table and store, except for writes, see <see cref="StoreRequest"/>.</summary>
internal sealed class Answering(NodeState node)
{
    /// <summary>Signatures waited for; above it writes are not answered, and the writer tries again.</summary>
    private const int MaxChecks = 1024;

    private readonly Contact[] _nearest = new Contact[node.Settings.K];

    /// <param name="isProven">The asker receives at the address it asks from.</param>
    public void Answer(KadAddress from, KadMessage question, int bytes, bool isProven, in Moment now)
    {
        var room = KadSizes.ReplyRoom(bytes, isProven);
        switch (question)
        {
            case KadProtocol.Ping ping:
                node.Send(from, new KadProtocol.Pong
                {
                    RequestId = ping.RequestId,
                    Sender = node.Self,
                    Token = TokenFor(from, now),
                    IsClient = node.Settings.ClientMode,
                });
                break;
            case KadProtocol.FindNode find:
                SendNodes(from, find, Nearest(find.Target, find.Sender), room, isProven, now);
                break;
            case KadProtocol.FindValue find:
                SendValues(from, find, room, isProven, now);
                break;
            case KadProtocol.Store store:
                Take(from, store, now);
                break;
        }
    }

    private ulong TokenFor(in KadAddress address, in Moment now) => node.Secret.Token(address, now.At);

    private ReadOnlySpan<Contact> Nearest(in NodeId target, in NodeId asker)
    {
        var count = node.Table.Closest(target, _nearest);
        // The asker knows itself.
        for (var i = 0; i < count; i++)
        {
            if (_nearest[i].Id != asker)
                continue;
            _nearest.AsSpan(i + 1, count - i - 1).CopyTo(_nearest.AsSpan(i));
            return _nearest.AsSpan(0, count - 1);
        }

        return _nearest.AsSpan(0, count);
    }

    private void SendNodes(
        KadAddress to, KadMessage question, ReadOnlySpan<Contact> contacts, int room, bool isProven, in Moment now)
    {
        var first = Fitting(contacts, room);
        // Several answers to one question are only for those who surely asked it.
        var parts = isProven ? Parts(contacts) : 1;
        for (var part = 0; part < parts; part++)
        {
            node.Send(to, new KadProtocol.Nodes
            {
                RequestId = question.RequestId,
                Sender = node.Self,
                Token = TokenFor(to, now),
                IsClient = node.Settings.ClientMode,
                Contacts = [.. contacts[..first]],
                Parts = parts,
            });
            contacts = contacts[first..];
            first = Fitting(contacts, KadSizes.Room);
        }
    }

    private static int Parts(ReadOnlySpan<Contact> contacts)
    {
        var parts = 1;
        for (contacts = contacts[Fitting(contacts, KadSizes.Room)..]; !contacts.IsEmpty; parts++)
            contacts = contacts[Fitting(contacts, KadSizes.Room)..];
        return parts;
    }

    private static int Fitting(ReadOnlySpan<Contact> contacts, int room)
    {
        var count = 0;
        while (count < contacts.Length && (room -= KadSizes.Of(contacts[count])) >= 0)
            count++;
        return count;
    }

    private void SendValues(KadAddress to, KadProtocol.FindValue find, int room, bool isProven, in Moment now)
    {
        var page = node.Store.Get(find.Key, find.Salt, find.From, room, now);
        if (page.Records.Count == 0 && find.From == 0)
        {
            SendNodes(to, find, Nearest(find.Key, find.Sender), room, isProven, now);
            return;
        }

        // Records go first; what is left of the datagram is for nearer peers.
        room -= page.Records.Sum(r => r.Size + KadSizes.RecordFrame);
        var nearest = find.From == 0 ? Nearest(find.Key, find.Sender) : [];
        node.Send(to, new KadProtocol.Values
        {
            RequestId = find.RequestId,
            Sender = node.Self,
            Token = TokenFor(to, now),
            IsClient = node.Settings.ClientMode,
            Records = [.. page.Records],
            Contacts = [.. nearest[..Fitting(nearest, room)]],
            Next = page.Next,
            IsCrowded = page.IsCrowded,
        });
    }

    private void Take(KadAddress from, KadProtocol.Store store, in Moment now)
    {
        if (node.ChecksInFlight >= MaxChecks)
            return;
        var hasToken = store.Token != 0 && node.Secret.IsValid(store.Token, from, now.At);
        StoreRequest.Start(node, from, store, hasToken, now);
    }
}
