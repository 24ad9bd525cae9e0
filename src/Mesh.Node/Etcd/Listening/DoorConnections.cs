using Mesh.Node.Etcd.Answers;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Mesh.Node.Etcd.Listening;

/// <summary>Marks the connections of a listener, so that a request can tell which it came by, and bounds their number.</summary>
internal static class DoorConnections
{
    private static readonly object Key = new();

    public static void Mark(ListenOptions listen, Door door, StreamCount connections) => listen.Use(next => async connection =>
    {
        using var place = connections.Enter();
        if (place is null)
        {
            connection.Abort();
            return;
        }

        connection.Items[Key] = door;
        await next(connection);
    });

    public static Door Of(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var door) is true ? (Door)door! : Door.Native;
}
