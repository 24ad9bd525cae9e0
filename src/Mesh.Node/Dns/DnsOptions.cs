using System.ComponentModel.DataAnnotations;
using Mesh.Options;

namespace Mesh.Node.Dns;

/// <summary>The settings of the DNS door. Configuration section "Mesh:Dns", in the environment <c>Mesh__Dns__Ttl</c>.</summary>
[OptionSection(Section, IsNodeOnly = true)]
internal sealed class DnsOptions
{
    public const string Section = "Mesh:Dns";

    /// <summary>The port of DNS over UDP and TCP, 0 to 65535; 0 takes any free one, off: no DNS.</summary>
    /// <value>The default is off.</value>
    [Range(0, 65_535)]
    [Argument("dns", "Serve DNS over UDP and TCP, default port 8600, 0 takes any", Value = "PORT", Bare = "8600")]
    public int? Port { get; set; }

    /// <summary>The domain whose names are answered; at most 64 characters.</summary>
    /// <value>The default is "mesh".</value>
    [DomainName]
    public string Domain { get; set; } = "mesh";

    /// <summary>The label that names the one datacenter there is, for clients that write one.</summary>
    /// <value>The default is "dc1".</value>
    [DomainLabel]
    public string Datacenter { get; set; } = "dc1";

    /// <summary>How long answers may be kept, positive and negative ones, in seconds; 0 to 5.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 5)]
    public int Ttl { get; set; }

    /// <summary>The largest datagram that is sent, whatever a client says it takes; 512 to 8192 octets.</summary>
    /// <value>The default is 8192.</value>
    [Range(DnsQuery.PlainSize, 8_192)]
    public int MaxDatagram { get; set; } = 8_192;

    /// <summary>
    /// How many octets per second the answers over UDP to one network (/24, /56) may have beyond those of its questions, for a
    /// question can be sent in another's name. What is over it is answered with TC alone, so that whoever asked does so over TCP.
    /// Loopback is not limited; 0: nobody is. 0 to 1,000,000,000.
    /// </summary>
    /// <value>The default is 1048576.</value>
    [Range(0, 1_000_000_000)]
    public int AnswerBytes { get; set; } = 1_048_576;

    /// <summary>TCP connections at once; further ones are closed at once. 1 to 10,000.</summary>
    /// <value>The default is 512.</value>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 512;

    /// <summary>A TCP connection that asks nothing, or takes no answer, for so long is closed; 1 s to 2 min.</summary>
    /// <value>The default is 10 s (RFC 7766 6.2.3: a few seconds).</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
