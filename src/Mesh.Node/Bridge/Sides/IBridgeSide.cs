using Mesh.Node.Bridge.Mirror;

namespace Mesh.Node.Bridge.Sides;

/// <summary>One of the two systems that a bridge stands between.</summary>
internal interface IBridgeSide
{
    /// <summary>The name of the system in logs and metrics: mesh, etcd or consul.</summary>
    string System { get; }

    ICopyFormat Format { get; }

    /// <summary>How many writes it is given at once: each waits for others, and it does not get slower by being asked for more.</summary>
    int WritesAtOnce { get; }

    /// <summary>What is known now; complete from the first complete reading of <see cref="FollowAsync"/> on.</summary>
    SideView View { get; }

    /// <summary>Reads everything, then follows the changes until cancelled. Any trouble is thrown.</summary>
    /// <param name="changed">Called when the view is complete, and after each change.</param>
    Task FollowAsync(Action changed, CancellationToken cancellation);

    /// <summary>Makes a change; answers why it was not made, or null. Trouble on the way is thrown.</summary>
    Task<string?> WriteAsync(CopyWrite write, CancellationToken cancellation);
}
