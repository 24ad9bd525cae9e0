using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>A change whose answer says who has confirmed it.</summary>
internal abstract record AwaitedChange(InstanceKey Key)
{
    /// <param name="Claim">What it was registered under.</param>
    public sealed record Registration(InstanceKey Key, long Claim = 0) : AwaitedChange(Key);

    /// <param name="Since">When it was announced.</param>
    public sealed record Drain(InstanceKey Key, Moment Since) : AwaitedChange(Key);
}
