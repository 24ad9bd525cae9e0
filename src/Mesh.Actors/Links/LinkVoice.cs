using System.Text;
using Mesh.Catalog;
using Mesh.Wire;

namespace Mesh.Links;

/// <summary>
/// Who may be spoken for over one link with TLS: the node at its other end, and nobody else. Looks at each message of Akka's protocol that comes before Akka
/// does. The association is for the address and the incarnation of the hello, and a message of Mesh is of an actor there, but for commands that are passed
/// on to the owner, which their asker is answered for; a node whose certificate limits it passes nothing on. So a message's sender can be believed.
/// </summary>
internal sealed class LinkVoice(Owner node, bool isLimited)
{
    private const int SelectionSerializer = 6;
    private const int ClusterClientSerializer = 15;

    private static ReadOnlySpan<byte> PassedOn => "fw1"u8;

    private readonly byte[] _address = Encoding.UTF8.GetBytes(node.Address);

    /// <summary>False: it is not taken.</summary>
    /// <exception cref="LinkException">The link is not what it was let in for.</exception>
    public bool Admits(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = new WireReader(message);
            while (reader.Next())
            {
                if (reader.Field == 1 && !AdmitsEnvelopes(reader.Content()))
                    return false;
                if (reader.Field == 2)
                    CheckControl(reader.Content());
            }

            return true;
        }
        catch (WireFormatException fault)
        {
            throw new LinkException($"what it sends is no message of Akka's protocol: {fault.Message}", fault);
        }
    }

    /// <summary>Akka goes by the address in its own handshake, and answers there.</summary>
    private void CheckControl(ReadOnlySpan<byte> control)
    {
        var reader = new WireReader(control);
        while (reader.Next())
        {
            if (reader.Field == 2)
                CheckHandshake(reader.Content());
        }
    }

    private void CheckHandshake(ReadOnlySpan<byte> handshake)
    {
        var (host, port, uid) = ("", 0, (long?)null);
        var reader = new WireReader(handshake);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                var origin = new WireReader(reader.Content());
                while (origin.Next())
                {
                    if (origin.Field == 2)
                        host = Encoding.UTF8.GetString(origin.Content());
                    else if (origin.Field == 3)
                        port = origin.Number32();
                }
            }
            else if (reader.Field == 2)
            {
                uid = reader.Fixed64();
            }
        }

        if (HostPort.Text(host, port) != node.Address || unchecked((int)(uid ?? 0)) != node.Uid)
            throw new LinkException($"it said that it is {node}, and associates as {HostPort.Text(host, port)}#{uid}");
    }

    private bool AdmitsEnvelopes(ReadOnlySpan<byte> container)
    {
        var reader = new WireReader(container);
        while (reader.Next())
        {
            if (reader.Field == 2 && !AdmitsEnvelope(reader.Content()))
                return false;
        }

        return true;
    }

    private bool AdmitsEnvelope(ReadOnlySpan<byte> envelope)
    {
        ReadOnlySpan<byte> payload = [];
        ReadOnlySpan<byte> sender = [];
        var reader = new WireReader(envelope);
        while (reader.Next())
        {
            if (reader.Field == 2)
                payload = reader.Content();
            else if (reader.Field == 4)
                sender = reader.Content();
        }

        var isOwn = IsOwn(sender, orNobody: !isLimited);
        if (isOwn && !isLimited)
            return true;
        var serializer = Innermost(payload, deep: true, out var manifest);
        return serializer switch
        {
            MeshSerializer.Id => isOwn || (!isLimited && manifest.SequenceEqual(PassedOn)),
            // By the receptionist a command would have another sender than the node that gives it.
            ClusterClientSerializer => !isLimited,
            _ => true,
        };
    }

    /// <summary>A message to a selection is wrapped in one more.</summary>
    private static int Innermost(ReadOnlySpan<byte> payload, bool deep, out ReadOnlySpan<byte> manifest)
    {
        var serializer = 0;
        manifest = [];
        ReadOnlySpan<byte> content = [];
        var reader = new WireReader(payload);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: content = reader.Content(); break;
                case 2: serializer = reader.Number32(); break;
                case 3: manifest = reader.Content(); break;
            }
        }

        if (serializer != SelectionSerializer || !deep)
            return serializer;
        ReadOnlySpan<byte> inner = [];
        reader = new WireReader(content);
        while (reader.Next())
        {
            if (reader.Field == 1)
                inner = reader.Content();
        }

        return Innermost(inner, deep: false, out manifest);
    }

    /// <summary>The path of an actor begins with the address of its system.</summary>
    /// <param name="orNobody">What is said in nobody's name is taken; from a node with limits it could not be told from what others say.</param>
    private bool IsOwn(ReadOnlySpan<byte> sender, bool orNobody)
    {
        ReadOnlySpan<byte> path = [];
        var reader = new WireReader(sender);
        while (reader.Next())
        {
            if (reader.Field == 1)
                path = reader.Content();
        }

        if (path.IsEmpty)
            return orNobody;
        var scheme = path.IndexOf("://"u8);
        if (scheme < 0)
            return false;
        path = path[(scheme + 3)..];
        var end = path.IndexOf((byte)'/');
        if (end >= 0)
            path = path[..end];
        return path.IndexOf((byte)'@') is >= 0 and var at && path[(at + 1)..].SequenceEqual(_address);
    }
}
