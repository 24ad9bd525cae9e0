using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Node.Hosting;

/// <summary>What a stand-alone node has beside the options of an embedded one. Configuration section "Mesh".</summary>
[OptionSection("Mesh", IsNodeOnly = true)]
internal sealed class StandAloneOptions
{
    /// <summary>The port of the native HTTP API, 0 to 65535; 0 takes any free one.</summary>
    /// <value>The default is 8500.</value>
    [Range(0, 65_535)]
    [Argument("http", "The port of the native HTTP API, default 8500, 0 takes any", Value = "PORT")]
    public int Http { get; set; } = 8_500;

    /// <summary>The folder in which kept instances, keys and leases are stored, so that they survive a restart of the whole mesh; empty: nowhere.</summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    [Argument("data", "Where kept instances are stored, so that they survive a restart of the whole mesh", Value = "DIR")]
    public string Data { get; set; } = "";

    /// <summary>Acknowledge writes once they are on the disk of the data folder, and not only stored soon after.</summary>
    /// <value>The default is false.</value>
    [Argument("durable", "With --data: acknowledge writes once they are on the disk", Value = "true|false", Bare = "true")]
    public bool Durable { get; set; }

    /// <summary>Open every door at its known port (all), or those alone that have a port of their own (none).</summary>
    /// <value>The default is "none".</value>
    [Argument("doors", "Open every door at its known port (all) or none, default none", Value = "all|none")]
    public DoorChoice Doors { get; set; } = DoorChoice.None;

    /// <summary>The file that the ports are written to as JSON once the node is ready; empty: none.</summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    [Argument("ports-file", "Write the ports as JSON to this file once the node is ready", Value = "FILE")]
    public string PortsFile { get; set; } = "";

    /// <summary>The file that the number of the process is written to at its start, removed at its end; empty: none.</summary>
    /// <value>The default is empty.</value>
    [StringLength(4_096)]
    [Argument("pid-file", "Write the number of the process to this file while it runs", Value = "FILE")]
    public string PidFile { get; set; } = "";

    /// <summary>The form of the log on stderr: a line for people (text) or of JSON (json), with the time in UTC.</summary>
    /// <value>The default is "text".</value>
    [Argument("log-format", "Write the log as text or json, default text", Value = "text|json")]
    public LogFormat LogFormat { get; set; } = LogFormat.Text;

    /// <summary>From which level on the node logs; what it stands on logs warnings at the most. The section Logging:LogLevel has levels of categories.</summary>
    /// <value>The default is "information".</value>
    [Argument("log-level", "Log from this level on, default information", Value = "LEVEL")]
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>The port for pbm, 0 to 65535, in builds with Petabridge.Cmd; off: none.</summary>
    /// <value>The default is off.</value>
    [Range(0, 65_535)]
    [Argument("pbm", "The port for pbm, in builds with Petabridge.Cmd", Value = "PORT", IsHidden = !PbmHost.IsBuiltIn)]
    public int? Pbm { get; set; }

    /// <summary>Go on after leaving the mesh on demand, refusing lookups, until the process is ended.</summary>
    /// <value>The default is false.</value>
    [Argument("stay", "Go on after leaving the mesh on demand", Value = "true|false", Bare = "true")]
    public bool Stay { get; set; }

    /// <summary>Serve the web interface at /ui of the HTTP port, see docs/dashboard.md. It costs nothing until a page is opened.</summary>
    /// <value>The default is true.</value>
    [Argument("dashboard", "Serve the web interface at /ui of the HTTP port, default true", Value = "true|false", Bare = "true")]
    public bool Dashboard { get; set; } = true;

    /// <summary>Connections to the HTTP port and to each of etcd's doors together; further ones are closed at once. 16 to 1000000.</summary>
    /// <value>The default is 70000.</value>
    [Range(16, 1_000_000)]
    public int MaxConnections { get; set; } = 70_000;

    /// <summary>Watches over the native API that are open at once; further ones are answered 429. 1 to 1000000.</summary>
    /// <value>The default is 10000.</value>
    [Range(1, 1_000_000)]
    public int MaxWatches { get; set; } = 10_000;

    /// <summary>Stop when stdin ends, so that a child does not outlive the process that started it.</summary>
    /// <value>The default is false.</value>
    [NotInFiles]
    [Argument("exit-with-stdin", "Stop when stdin ends", Value = "true|false", Bare = "true", IsHidden = true)]
    public bool ExitWithStdin { get; set; }
}
