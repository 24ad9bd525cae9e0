using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Mesh.Node.Access;

/// <summary>
/// The connections to the doors by which nobody has shown a token yet, where the node has tokens. Each may hold memory, and of too many the
/// oldest is closed: who comes to show one has the time for it. Thread-safe.
/// </summary>
internal sealed class StrangerConnections(CurrentPolicy policy, AccessAudit audit)
{
    public const int Most = 512;

    /// <summary>What a connection may send before somebody reads it.</summary>
    public const int Buffer = 64 << 10;

    private static readonly object Key = new();

    private readonly Lock _gate = new();
    private readonly LinkedList<ConnectionContext> _strangers = [];

    /// <summary>Of a listener's connections, TLS and all.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => async connection =>
    {
        if (policy.Value.IsOpen)
        {
            await next(connection);
            return;
        }

        var place = Enter(connection);
        connection.Items[Key] = place;
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(place);
        }
    };

    /// <summary>Who asks by this connection has a right here.</summary>
    public void Know(HttpContext http)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var place) is true)
            Leave((LinkedListNode<ConnectionContext>)place!);
    }

    private LinkedListNode<ConnectionContext> Enter(ConnectionContext connection)
    {
        LinkedListNode<ConnectionContext> place;
        ConnectionContext? oldest = null;
        lock (_gate)
        {
            if (_strangers.Count >= Most)
            {
                oldest = _strangers.First!.Value;
                _strangers.RemoveFirst();
            }

            place = _strangers.AddLast(connection);
        }

        if (oldest is not null)
            Close(oldest);
        return place;
    }

    private void Leave(LinkedListNode<ConnectionContext> place)
    {
        // Each request of a connection comes here; it is no stranger's after the first.
        if (place.List is null)
            return;
        lock (_gate)
        {
            if (place.List is not null)
                _strangers.Remove(place);
        }
    }

    private void Close(ConnectionContext connection)
    {
        var words = $"{Most} connections without a token are open, and this was the oldest";
        var caller = new AccessCaller(AccessGrant.Everything, HasToken: false) { From = (connection.RemoteEndPoint as IPEndPoint)?.Address };
        audit.Note(caller, "connection", null, new(AccessVerdict.TooMany, words));
        connection.Abort(new ConnectionAbortedException(words));
    }
}
