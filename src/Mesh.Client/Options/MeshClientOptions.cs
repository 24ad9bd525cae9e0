using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Mesh.Options;

namespace Mesh.Client;

/// <summary>The options of an embedded node. Configuration section "Mesh", in the environment <c>Mesh__Seeds__0</c>.</summary>
public class MeshClientOptions : MeshOptions
{
    /// <summary>How long a command waits for the registry's answer before it is Unavailable; 100 ms to 5 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan AskTimeout { get; set; } = Parse(ClientDefaults.AskTimeout);

    /// <summary>Time between two looks at the application's health checks; 100 ms to 10 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan HealthInterval { get; set; } = Parse(ClientDefaults.HealthInterval);

    /// <summary>Time after which health checks without an answer count as failed; 10 ms to 10 min.</summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan HealthTimeout { get; set; } = Parse(ClientDefaults.HealthTimeout);

    /// <summary>
    /// How long the host's start waits for the node to listen; the node goes on starting behind it. 0 to 1 min.
    /// </summary>
    /// <value>The default is 3 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StartupWait { get; set; } = Parse(ClientDefaults.StartupWait);

    /// <summary>Pause before the second attempt in a row to start again, the first is made at once; doubles up to <see cref="MaxRestartBackoff"/>. 10 ms to 1 min.</summary>
    /// <value>The default is 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RestartBackoff { get; set; } = Parse(ClientDefaults.RestartBackoff);

    /// <summary>The longest pause between two attempts to start; 10 ms to 1 h.</summary>
    /// <value>The default is 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan MaxRestartBackoff { get; set; } = Parse(ClientDefaults.MaxRestartBackoff);

    /// <summary>What the application itself offers; registered once it has started.</summary>
    /// <value>The default is nothing.</value>
    public IList<ServiceRegistration> Registrations { get; } = [];

    private static TimeSpan Parse(string value) => TimeSpan.Parse(value, CultureInfo.InvariantCulture);
}
