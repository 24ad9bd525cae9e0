using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Node.Consul.Requests;

/// <summary>The options of the Consul door. Configuration section "Mesh:Consul".</summary>
[OptionSection(Section, IsNodeOnly = true)]
internal sealed class ConsulOptions
{
    public const string Section = "Mesh:Consul";

    /// <summary>Serve the Consul HTTP API on the port of the native API.</summary>
    /// <value>The default is false.</value>
    [Argument("consul", "Serve the Consul HTTP API on the port of the native API", Value = "true|false", Bare = "true")]
    public bool Enabled { get; set; }

    /// <summary>The one datacenter that this mesh is; requests for another are refused. 1 to 64 letters, digits, - and _.</summary>
    /// <value>The default is "dc1".</value>
    [DatacenterName]
    public string Datacenter { get; set; } = "dc1";

    /// <summary>
    /// Answer requests that ask for a consistent read with an error, as nothing here is: without it they get what this
    /// node knows, and a header that says so.
    /// </summary>
    /// <value>The default is false.</value>
    public bool RefuseConsistent { get; set; }

    /// <summary>
    /// Take GET for PUT where clients of old send it (python-consul up to 0.7 and its like): agent/service/deregister,
    /// agent/check/deregister, pass, warn and fail. Never from a browser, which sends a GET for any picture of a page.
    /// </summary>
    /// <value>The default is false.</value>
    public bool GetWrites { get; set; }

    /// <summary>How many blocking queries may wait at once; the next is answered 429. 1 to 1,000,000.</summary>
    /// <value>The default is 65536.</value>
    [Range(1, 1_000_000)]
    public int MaxBlockingQueries { get; set; } = 65_536;
}
