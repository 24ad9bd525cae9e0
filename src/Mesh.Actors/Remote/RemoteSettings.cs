using Mesh.Hosting;

namespace Mesh.Remote;

/// <summary>Times and bounds of exports and imports.</summary>
internal sealed record RemoteSettings
{
    public static readonly RemoteSettings Default = new();

    /// <summary>The settings that these options ask for.</summary>
    public static RemoteSettings Of(RemoteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Default with { Grace = options.Grace, GoneAfter = options.GoneAfter };
    }

    /// <summary>How often a gateway says that a stream still lives.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A stream that says nothing for so long is lost.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Older answers are marked stale.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Older answers are dropped.</summary>
    public TimeSpan GoneAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Pause before an overlay that knew no mesh is asked again.</summary>
    public TimeSpan NegativeRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause after all gateways of all meshes failed; doubles up to <see cref="NegativeRetry"/>.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// A stream that no sibling gateway is known for has lived so long when the overlay is asked for one; the pause doubles
    /// up to 64 times this.
    /// </summary>
    public TimeSpan SiblingSearch { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a node tells its gateway what it still wants.</summary>
    public TimeSpan Renew { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A gateway forgets a node that did not renew for so long.</summary>
    public TimeSpan FollowLease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A remote service that nobody has read for so long is no longer kept.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gateways that change together, as in a rolling restart, are told of once after so long, give or take a tenth.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pause after the overlay did not take a record, give or take a tenth.</summary>
    public TimeSpan PublishRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Records that a gateway publishes at once. Each is some forty datagrams; more at a time get lost in the buffers of
    /// the gateway itself.
    /// </summary>
    public int PublishAtOnce { get; init; } = 16;

    /// <summary>How long a search in the overlay may take.</summary>
    public TimeSpan Find { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most instances of one service that cross from mesh to mesh.</summary>
    public int MaxInstances { get; init; } = 1_000;

    /// <summary>The most remote services that one node, or one gateway, keeps.</summary>
    public int MaxServices { get; init; } = 1_000;
}
