using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.Sides;

/// <summary>The system that is not the mesh. It also settles which of several processes of one bridge works.</summary>
internal interface IForeignSide : IBridgeSide, IAsyncDisposable
{
    /// <summary>Asks the system which one it is.</summary>
    Task<BridgeOrigin> IdentifyAsync(CancellationToken cancellation);

    /// <summary>Tries to become the one process of this bridge that works.</summary>
    Task<ClaimReply> ClaimAsync(CancellationToken cancellation);

    /// <summary>Keeps the claim; false: another has it, or it lapsed.</summary>
    Task<bool> KeepAsync(CancellationToken cancellation);

    /// <summary>Removes the copies with these keys and gives the claim back.</summary>
    Task ReleaseAsync(IReadOnlyCollection<string> copies, CancellationToken cancellation);
}
