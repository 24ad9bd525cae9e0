using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>Between the registries of two nodes of a mesh.</summary>
internal static class RegistryPeerProtocol
{
    /// <summary>A command for an instance that the receiver owns; not passed on a second time.</summary>
    public sealed record Forwarded(RegistryProtocol.ICommand Command) : IWireMessage;

    /// <summary>One node's part of the answer to <see cref="RegistryProtocol.Explain"/>.</summary>
    public sealed record GetEvents(InstanceKey Key) : IWireMessage;

    public sealed record Events(InstanceKey Key, Owner From, ValueList<CatalogEvent> Items) : IWireMessage;
}
