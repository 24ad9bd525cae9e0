using Google.Protobuf;
using Mesh.Node.Access;

namespace Mesh.Node.Etcd.Access;

/// <summary>What a method demands of its caller.</summary>
/// <param name="Opening">Before any message is read, for each call; null: all depends on the message.</param>
internal sealed record EtcdRight(AccessDemand? Opening)
{
    /// <summary>What is demanded of the call, as a list.</summary>
    public AccessDemand[] OfCall { get; } = Opening is { } opening ? [opening] : [];

    /// <summary>For each message; null: no more than for the call.</summary>
    public Func<IMessage, EtcdLayout, IEnumerable<AccessDemand>>? Demands { get; init; }

    /// <summary>The lease that a message is about: the action of the call is demanded over each of its keys. Null: about none.</summary>
    public Func<IMessage, long>? Lease { get; init; }
}
