using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>A change whose answer says who has confirmed it.</summary>
internal abstract record AwaitedChange
{
    private AwaitedChange()
    {
    }

    /// <param name="Claim">What it was registered under.</param>
    public sealed record Registration(InstanceKey Key, long Claim = 0) : AwaitedChange;

    public sealed record Deregistration(InstanceKey Key) : AwaitedChange;

    /// <param name="Since">When it was announced.</param>
    public sealed record Drain(InstanceKey Key, Moment Since) : AwaitedChange;

    /// <summary>Any change whose caller wants it to be everywhere.</summary>
    /// <param name="Reply">The answer, but for the revision.</param>
    public sealed record Write(RegistryProtocol.IReply Reply) : AwaitedChange;
}
