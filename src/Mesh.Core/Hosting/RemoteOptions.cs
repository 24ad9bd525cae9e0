using System.ComponentModel.DataAnnotations;

namespace Mesh.Hosting;

/// <summary>What a node gives to other meshes and reads of them, gateway or not. Configuration section "Mesh:Federation".</summary>
public sealed class RemoteOptions
{
    /// <summary>Services that other meshes may find and use; set once the node is ready, for the whole mesh.</summary>
    /// <value>The default is none.</value>
    public IList<string> Export { get; } = [];

    /// <summary>Does a service without a mesh in its name stand for one of another mesh while this one has none?</summary>
    /// <value>The default is false.</value>
    public bool Fallback { get; set; }

    /// <summary>Answers of other meshes that are older are marked stale; 1 s to 10 min.</summary>
    /// <value>The default is 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Answers of other meshes that are older are dropped; above the grace, 1 s to 1 h.</summary>
    /// <value>The default is 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan GoneAfter { get; set; } = TimeSpan.FromMinutes(1);
}
