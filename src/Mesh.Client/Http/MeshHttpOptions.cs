using System.ComponentModel.DataAnnotations;
using Mesh.Selection;

namespace Mesh.Client;

/// <summary>How one HttpClient calls services of the mesh.</summary>
public sealed class MeshHttpOptions
{
    /// <summary>Instances to try before a call fails, 1 to 10. Only calls that cannot have been carried out are tried again.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// Send the service's name as Host, by which TLS checks the certificate too; false: the instance's own host and port;
    /// null: the service's name over TLS, the instance's own otherwise, which is what a server that redirects to HTTPS or
    /// checks the hosts that it is asked for expects. A Host that the request has itself always stays.
    /// </summary>
    /// <value>The default is null.</value>
    public bool? KeepHost { get; set; }

    /// <summary>
    /// Names with a dot that are services, such as "team.orders"; without regard to case. Others are left alone, for whoever
    /// may register a service could take the calls for any site.
    /// </summary>
    /// <value>The default is none.</value>
    public IList<string> DottedNames { get; } = [];

    /// <summary>One of <see cref="PickPolicies.Names"/>; null: the service's own policy.</summary>
    public string? Policy { get; set; }

    /// <summary>Which instances to call; null: any.</summary>
    public InstanceFilter? Filter { get; set; }

    /// <summary>Reads the hash key from a request that sets none itself; null: no key.</summary>
    public Func<HttpRequestMessage, string?>? Key { get; set; }

    /// <summary>
    /// How long a call waits for a node that was never ready yet, before it fails for want of an instance; 0 to 1 min.
    /// </summary>
    /// <value>The default is 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ReadyWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time after which an attempt to connect is given up and another instance tried; 10 ms to 1 min. A
    /// primary handler of the application's own keeps its own.</summary>
    /// <value>The default is 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection is used again, so that names are resolved anew from time to time; 1 s to 1 day. A
    /// primary handler of the application's own keeps its own.</summary>
    /// <value>The default is 2 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PooledConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);
}
