namespace Mesh.Node.Dns;

/// <summary>The settings of the DNS door. Configuration section "Mesh:Dns", in the environment <c>Mesh__Dns__Ttl</c>.</summary>
internal sealed class DnsOptions
{
    public const string Section = "Mesh:Dns";

    /// <summary>The domain whose names are answered.</summary>
    /// <value>The default is mesh.</value>
    public string Domain { get; set; } = "mesh";

    /// <summary>The label that names the one datacenter there is, for clients that write one.</summary>
    /// <value>The default is dc1.</value>
    public string Datacenter { get; set; } = "dc1";

    /// <summary>How long answers may be kept, positive and negative ones, in seconds; 0 to 5.</summary>
    /// <value>The default is 0.</value>
    public int Ttl { get; set; }

    /// <summary>The largest datagram that is sent, whatever a client says it takes; 512 to 8192 octets.</summary>
    /// <value>The default is 8192.</value>
    public int MaxDatagram { get; set; } = 8_192;

    /// <summary>TCP connections at once; further ones are closed at once. 1 to 10000.</summary>
    /// <value>The default is 512.</value>
    public int MaxConnections { get; set; } = 512;

    /// <summary>A TCP connection that asks nothing, or takes no answer, for so long is closed; 1 s to 2 min.</summary>
    /// <value>The default is 10 s (RFC 7766 6.2.3: a few seconds).</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
