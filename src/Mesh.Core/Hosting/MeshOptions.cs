using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Hosting;

/// <summary>The options of a mesh node, embedded or alone. Configuration section "Mesh".</summary>
public class MeshOptions
{
    /// <summary>The mesh to be part of. A node of another name is refused at the join, with a line on both sides. 1 to 64 characters.</summary>
    /// <value>The default is "mesh".</value>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    [HoconKey("name")]
    [Argument("mesh", "The mesh to be part of, default mesh; nodes of another are refused", Value = "NAME")]
    public string MeshName { get; set; } = "mesh";

    /// <summary>The node's own name, for people; empty: host:port. At most 64 characters.</summary>
    /// <value>The default is empty.</value>
    [StringLength(64)]
    [Argument("name", "The name of the node, for people", Value = "NAME")]
    public string NodeName { get; set; } = "";

    /// <summary>
    /// The address that remoting listens on and that the others call. Beyond loopback it needs certificates, or
    /// <see cref="Insecure"/>.
    /// </summary>
    /// <value>The default is "127.0.0.1".</value>
    [Required]
    [StringLength(253, MinimumLength = 1)]
    [Argument("host", "The address to listen on and to tell the others, default 127.0.0.1", Value = "HOST")]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>
    /// The addresses that remoting and the doors listen on, where they are others than <see cref="Host"/>: 0.0.0.0 all of
    /// IPv4, :: all of both families. A node behind NAT or in a pod listens on one and tells the others another.
    /// </summary>
    /// <value>The default is none: <see cref="Host"/>.</value>
    [Argument("bind", "An address to listen on where it is not --host, such as 0.0.0.0 or ::; can be repeated", Value = "ADDRESS")]
    public IList<string> Bind { get; } = [];

    /// <summary>
    /// What the others call this node by, where it is not <see cref="Host"/> and <see cref="Port"/>: a host, or host:port,
    /// brackets around an IPv6 address.
    /// </summary>
    /// <value>The default is empty: <see cref="Host"/> and the port that is listened on.</value>
    [StringLength(260)]
    [Argument("advertise", "What the others call this node by where it is not --host and --port", Value = "HOST[:PORT]")]
    public string Advertise { get; set; } = "";

    /// <summary>
    /// The TCP port of remoting, 0 to 65535; 0 takes any free one. An embedded node takes 0 unless told otherwise, a
    /// stand-alone one 4053.
    /// </summary>
    /// <value>The default is 4053 for a stand-alone node and 0 for an embedded one.</value>
    [Range(0, 65_535)]
    [Argument("port", "The port of remoting between nodes, default 4053, 0 takes any", Value = "PORT")]
    public int Port { get; set; }

    /// <summary>
    /// Nodes to join through, each "host:port", brackets around an IPv6 address. A name that resolves to several addresses
    /// counts as several. Asked for ever, in ever longer intervals up to 5 s. None: the node forms a mesh of its own. A node
    /// that is itself in the list forms the mesh when none of the others has one.
    /// </summary>
    /// <value>The default is none.</value>
    [Argument("seed", "A node to join through; can be repeated; none: the node forms its own mesh", Value = "HOST:PORT")]
    public IList<string> Seeds { get; } = [];

    /// <summary>Where the node runs, such as a rack or availability zone. At most 64 characters.</summary>
    /// <value>The default is empty: unknown.</value>
    [StringLength(64)]
    [Argument("zone", "Where the node runs, such as a rack or availability zone", Value = "ZONE")]
    public string Zone { get; set; } = "";

    /// <summary>Number of replicated keys, the same on all nodes: 64 up to some 50,000 instances, 256 beyond; 1 to 1024.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 1_024)]
    public int Buckets { get; set; } = MeshDefaults.Buckets;

    /// <summary>The largest message between nodes in bytes, 128 KiB to 64 MiB, such as 8388608 or 8MiB; one bucket must fit.</summary>
    /// <value>The default is 8 MiB.</value>
    [Range(128 * 1024, 64 * 1024 * 1024)]
    [ByteSize]
    public int MaxFrameBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long a part of the mesh must look dead, unchanged, before the majority removes it; 1 s to 10 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an anchored instance is shown as critical while its node is away, before it is removed; 1 min to 720 h. Give
    /// all nodes the same.
    /// </summary>
    /// <value>The default is 72 h.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan ReapAfter { get; set; } = MeshDefaults.ReapAfter;

    /// <summary>How long a stopping node waits for others to confirm that they no longer offer its instances; 0 to 5 min.</summary>
    /// <value>The default is 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after the confirmation the host goes on serving calls that were already on their way; 0 to 1 min.</summary>
    /// <value>The default is 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DrainGrace { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long changes of a bucket are gathered before they go to Distributed Data beside a member that cannot be reached; in a
    /// healthy mesh, where pushes have carried them, ten such times without a change, at most 400. 20 ms to 5 s.
    /// </summary>
    /// <value>The default is 150 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05")]
    public TimeSpan WriteInterval { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// How long the answer to a write waits for every member that can be reached to hold it, so that whoever was answered
    /// sees the write at each of them; those that had not said so by then are named. 0: no wait; at most 5 s.
    /// </summary>
    /// <value>The default is 250 ms for a stand-alone node and 0 for an embedded one.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan WriteReach { get; set; }

    /// <summary>Time over which a new instance's share of the picks grows from a tenth to all; 0: off, at most 1 h.</summary>
    /// <value>The default is 0.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SlowStart { get; set; }

    /// <summary>Changes kept for each service, from which watchers resume; 16 to 65536.</summary>
    /// <value>The default is 1024.</value>
    [Range(16, 65_536)]
    public int HistoryPerService { get; set; } = 1_024;

    /// <summary>
    /// Let health checks reach link-local addresses (169.254.0.0/16, fe80::/10) and those of a cloud's metadata: whoever may register
    /// an instance then has this node ask them.
    /// </summary>
    /// <value>The default is false.</value>
    public bool LinkLocalChecks { get; set; }

    /// <summary>Instances that clients may have registered at this node; more are refused. 1 to 1000000.</summary>
    /// <value>The default is 200000.</value>
    [Range(1, 1_000_000)]
    public int MaxInstances { get; set; } = 200_000;

    /// <summary>Instances of one service that clients may have registered at this node; more are refused. 1 to 1000000.</summary>
    /// <value>The default is 100000.</value>
    [Range(1, 1_000_000)]
    public int MaxInstancesPerService { get; set; } = 100_000;

    /// <summary>Memory that the records of all instances may take that clients have registered at this node, in bytes; 1 MiB to 1024 MiB.</summary>
    /// <value>The default is 256 MiB.</value>
    [ByteSize]
    [Range(1_048_576, 1_073_741_824)]
    public int MaxInstanceBytes { get; set; } = 268_435_456;

    /// <summary>
    /// Where health checks may go beside the address of their instance, the node's own and loopback: names, "*.name", addresses, ranges such as
    /// 10.0.0.0/8, "*" for all. Whoever may register an instance has this node ask there. At most 256.
    /// </summary>
    /// <value>The default is none.</value>
    [MaxLength(256)]
    public IList<string> CheckTargets { get; } = [];

    /// <summary>Let health checks over HTTP follow redirects, to addresses that they may reach; otherwise a redirect is an answer like any other.</summary>
    /// <value>The default is false.</value>
    public bool FollowCheckRedirects { get; set; }

    /// <summary>Listen beyond loopback without TLS. Only for networks that are protected otherwise; warned of at each start.</summary>
    /// <value>The default is false.</value>
    [Argument("insecure", "Listen beyond loopback without TLS; only for networks that are protected otherwise", Value = "true|false", Bare = "true")]
    public bool Insecure { get; set; }

    /// <summary>Certificates for mutual TLS between nodes; needed beyond loopback, unless <see cref="Insecure"/>.</summary>
    public MeshTlsOptions Tls { get; set; } = new();

    /// <summary>What the node gives to other meshes and reads of them.</summary>
    public RemoteOptions Federation { get; set; } = new();

    /// <summary>
    /// Settings files that override the built-in settings, in order: JSON when the name ends in .json, otherwise HOCON.
    /// </summary>
    /// <value>The default is none.</value>
    [NotInFiles]
    [Argument("config", "A settings file, HOCON or JSON; can be repeated, the last one counts most", Value = "FILE")]
    public IList<string> HoconFiles { get; } = [];
}
