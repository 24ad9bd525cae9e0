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

    /// <summary>Send the service's name as Host (and TLS server name); false: the instance's own host and port.</summary>
    /// <value>The default is true.</value>
    public bool KeepHost { get; set; } = true;

    /// <summary>One of <see cref="PickPolicies.Names"/>; null: the service's own policy.</summary>
    public string? Policy { get; set; }

    /// <summary>Which instances to call; null: any.</summary>
    public InstanceFilter? Filter { get; set; }

    /// <summary>Reads the hash key from a request that sets none itself; null: no key.</summary>
    public Func<HttpRequestMessage, string?>? Key { get; set; }

    /// <summary>Time after which an attempt to connect is given up and another instance tried; 10 ms to 1 min.</summary>
    /// <value>The default is 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a connection is used again, so that names are resolved anew from time to time; 1 s to 1 day.</summary>
    /// <value>The default is 2 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PooledConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);
}
