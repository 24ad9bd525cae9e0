using System.ComponentModel.DataAnnotations;
using Mesh.Hosting;
using Mesh.Options;

namespace Mesh.Client;

/// <summary>The options of an embedded node. Configuration section "Mesh", in the environment <c>Mesh__Seeds__0</c>.</summary>
[OptionSection(Section)]
public class MeshClientOptions : MeshOptions
{
    public const string Section = "Mesh";

    /// <summary>How long a command waits for the registry's answer before it is Unavailable; 100 ms to 5 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks at the application's health checks; 100 ms to 10 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan HealthInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time after which health checks without an answer count as failed; 10 ms to 10 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the host's start waits for the node to listen; the node goes on starting behind it. 0 to 1 min.
    /// </summary>
    /// <value>The default is 3 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StartupWait { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the host's start waits for the node to be ready, so that the first call finds what is there; what starts after
    /// the node waits with it. 0: it does not wait; at most 10 min.
    /// </summary>
    /// <value>The default is 0.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ReadyWait { get; set; }

    /// <summary>Pause before the second attempt in a row to start again, the first is made at once; doubles up to <see cref="MaxRestartBackoff"/>. 10 ms to 1 min.</summary>
    /// <value>The default is 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RestartBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts to start; 10 ms to 1 h.</summary>
    /// <value>The default is 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan MaxRestartBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What the application itself offers; registered once it has started.</summary>
    /// <value>The default is none.</value>
    public IList<ServiceRegistration> Registrations { get; } = [];
}
