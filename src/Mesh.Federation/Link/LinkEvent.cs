using Mesh.Catalog;

namespace Mesh.Federation.Link;

/// <summary>What the gateway of another mesh says on a stream.</summary>
internal abstract record LinkEvent
{
    private LinkEvent()
    {
    }

    /// <summary>All instances there are; forget those before.</summary>
    /// <param name="Mesh">The name of the mesh that speaks.</param>
    /// <param name="Revision">Of its view.</param>
    public sealed record Snapshot(string Mesh, long Revision, ValueList<RemoteInstance> Items) : LinkEvent;

    /// <summary>An instance came or changed.</summary>
    public sealed record Put(RemoteInstance Item) : LinkEvent;

    public sealed record Removed(InstanceId Id) : LinkEvent;

    /// <summary>Nothing changed, but the stream lives.</summary>
    public sealed record Heartbeat : LinkEvent
    {
        public static readonly Heartbeat Instance = new();
    }

    /// <summary>The mesh does not export the service, or no longer.</summary>
    public sealed record NotExported : LinkEvent
    {
        public static readonly NotExported Instance = new();
    }

    /// <summary>The stream broke or could not be opened.</summary>
    public sealed record Lost(string Reason) : LinkEvent;
}
