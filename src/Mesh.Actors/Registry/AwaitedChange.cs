using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>A change whose answer says who has confirmed it.</summary>
internal abstract record AwaitedChange(InstanceKey Key)
{
    public sealed record Registration(InstanceKey Key) : AwaitedChange(Key);

    public sealed record Deregistration(InstanceKey Key) : AwaitedChange(Key);

    /// <param name="Since">When it was announced.</param>
    public sealed record Drain(InstanceKey Key, Moment Since) : AwaitedChange(Key);
}
