using Mesh.Catalog;

namespace Mesh.Heartbeats;

/// <summary>An instance of this node whose health somebody judges, and its checks.</summary>
/// <param name="jitter">From 0 to 1: where the first check at a target has its place.</param>
internal sealed class TrackedInstance(InstanceKey key, double jitter)
{
    private int _given;

    public InstanceKey Key => key;

    /// <summary>Its address, which its checks may reach.</summary>
    public string Host { get; set; } = "";

    /// <summary>The one without a name, or those with names.</summary>
    public TrackedCheck[] Checks { get; set; } = [];

    public TrackedCheck? Find(string id) => Array.Find(Checks, c => c.Id == id);

    /// <summary>The jitter of its next check: several of one instance are as far apart as may be.</summary>
    public double NextJitter() => (jitter + (_given++ * CheckSpread.Golden)) % 1;
}
