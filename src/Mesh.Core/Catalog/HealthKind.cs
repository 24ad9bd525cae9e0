namespace Mesh.Catalog;

/// <summary>Where the health of an instance comes from.</summary>
public enum HealthKind
{
    /// <summary>Nobody checks: passing until somebody says otherwise.</summary>
    None = 0,

    /// <summary>The application's own health checks, reported by the host it is embedded in.</summary>
    App = 1,

    /// <summary>A lease that the client renews.</summary>
    Ttl = 2,

    /// <summary>The owner opens a TCP connection.</summary>
    Tcp = 3,

    /// <summary>The owner sends GET: 2xx passing, 429 warning, the rest critical.</summary>
    Http = 4,

    /// <summary>The owner calls grpc.health.v1.Health/Check.</summary>
    Grpc = 5,

    /// <summary>The owner sends a datagram: critical when the port is known to be closed, else passing.</summary>
    Udp = 6,

    /// <summary>The owner sends an HTTP/2 PING and waits for its acknowledgement.</summary>
    H2Ping = 7,

    /// <summary>Follows another instance of the same owner.</summary>
    Alias = 8,
}
