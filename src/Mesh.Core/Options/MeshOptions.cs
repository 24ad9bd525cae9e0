using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Mesh.Options;

/// <summary>The options of a mesh node, embedded or alone. Configuration section "Mesh".</summary>
public class MeshOptions
{
    /// <summary>The mesh to be part of; nodes of another name are refused. 1 to 64 characters.</summary>
    /// <value>The default is "mesh".</value>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    public string MeshName { get; set; } = MeshDefaults.MeshName;

    /// <summary>The node's own name, for people; empty: host:port.</summary>
    /// <value>The default is empty.</value>
    [StringLength(64)]
    public string NodeName { get; set; } = "";

    /// <summary>The address that remoting listens on and tells the others.</summary>
    /// <value>The default is "127.0.0.1".</value>
    [Required]
    [StringLength(253, MinimumLength = 1)]
    public string Host { get; set; } = MeshDefaults.Host;

    /// <summary>The TCP port of remoting, 0 to 65535; 0 takes any free one.</summary>
    /// <value>The default is 4053 for a stand-alone node and 0 for an embedded one.</value>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>Nodes to join through, each "host:port"; none: the node forms its own mesh.</summary>
    /// <value>The default is none.</value>
    public IList<string> Seeds { get; } = [];

    /// <summary>Where the node runs, such as a rack or availability zone. At most 64 characters.</summary>
    /// <value>The default is empty: unknown.</value>
    [StringLength(64)]
    public string Zone { get; set; } = "";

    /// <summary>Number of replicated keys, the same on all nodes: 64 up to some 50,000 instances, 256 beyond.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 1_024)]
    public int Buckets { get; set; } = MeshDefaults.Buckets;

    /// <summary>The largest message between nodes in bytes, 128 KiB to 64 MiB; one bucket must fit.</summary>
    /// <value>The default is 8388608.</value>
    [Range(128 * 1024, 64 * 1024 * 1024)]
    public int MaxFrameBytes { get; set; } = MeshDefaults.MaxFrameBytes;

    /// <summary>How long a part of the mesh must look dead, unchanged, before the majority removes it; 1 s to 10 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StableAfter { get; set; } = Parse(MeshDefaults.StableAfter);

    /// <summary>How long a stopping node waits for others to confirm that they no longer offer its instances; 0 to 5 min.</summary>
    /// <value>The default is 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDeadline { get; set; } = Parse(MeshDefaults.DrainDeadline);

    /// <summary>How long after the confirmation the host goes on serving calls that were already on their way; 0 to 1 min.</summary>
    /// <value>The default is 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DrainGrace { get; set; } = Parse(MeshDefaults.DrainGrace);

    /// <summary>How long changes of a bucket are gathered before they go to Distributed Data; 20 ms to 5 s. The push does not wait for it.</summary>
    /// <value>The default is 150 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05")]
    public TimeSpan WriteInterval { get; set; } = Parse(MeshDefaults.WriteInterval);

    /// <summary>Time over which a new instance's share of the picks grows from a tenth to all; 0: off, at most 1 h.</summary>
    /// <value>The default is 0.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SlowStart { get; set; } = Parse(MeshDefaults.SlowStart);

    /// <summary>Changes kept for each service, from which watchers resume; 16 to 65536.</summary>
    /// <value>The default is 1024.</value>
    [Range(16, 65_536)]
    public int HistoryPerService { get; set; } = MeshDefaults.HistoryPerService;

    /// <summary>Listen beyond loopback without TLS. Only for networks that are protected otherwise; warned of at each start.</summary>
    /// <value>The default is false.</value>
    public bool Insecure { get; set; }

    /// <summary>Certificates for mutual TLS between nodes; needed beyond loopback, unless <see cref="Insecure"/>.</summary>
    public MeshTlsOptions Tls { get; set; } = new();

    /// <summary>What the node gives to other meshes and reads of them.</summary>
    public RemoteOptions Federation { get; set; } = new();

    /// <summary>Files of HOCON that override the built-in settings, in order.</summary>
    public IList<string> HoconFiles { get; } = [];

    private static TimeSpan Parse(string value) => TimeSpan.Parse(value, CultureInfo.InvariantCulture);
}
