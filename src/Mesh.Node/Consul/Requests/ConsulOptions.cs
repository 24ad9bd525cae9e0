using System.ComponentModel.DataAnnotations;

namespace Mesh.Node.Consul.Requests;

/// <summary>The options of the Consul door. Configuration section "Mesh:Consul".</summary>
internal sealed class ConsulOptions
{
    public const string Section = "Mesh:Consul";

    /// <summary>The one datacenter that this mesh is; requests for another are refused. 1 to 64 letters, digits, - and _.</summary>
    /// <value>The default is dc1.</value>
    [Required]
    [RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string Datacenter { get; set; } = "dc1";

    /// <summary>
    /// Answer requests that ask for a consistent read with an error, as nothing here is: without it they get what this
    /// node knows, and a header that says so.
    /// </summary>
    /// <value>The default is false.</value>
    public bool RefuseConsistent { get; set; }

    /// <summary>How many blocking queries may wait at once; the next is answered 429. 1 to 1,000,000.</summary>
    /// <value>The default is 65536.</value>
    [Range(1, 1_000_000)]
    public int MaxBlockingQueries { get; set; } = 65_536;
}
