namespace Mesh.Node.Listening;

/// <summary>Which doors a node opens beside its native API, and on which ports; 0 takes any free port.</summary>
internal sealed record DoorSettings
{
    public const int DefaultEtcdPort = 2379;
    public const int DefaultEtcdJsonPort = 2381;
    public const int DefaultDnsPort = 8600;

    public static readonly DoorSettings None = new();

    /// <summary>The Consul HTTP API, on the port of the native API.</summary>
    public bool Consul { get; init; }

    /// <summary>The etcd v3 API over gRPC; null: off.</summary>
    public int? Etcd { get; init; }

    /// <summary>The JSON form of the etcd v3 API; null: off.</summary>
    public int? EtcdJson { get; init; }

    /// <summary>DNS over UDP and TCP; null: off.</summary>
    public int? Dns { get; init; }

    /// <summary>Petabridge.Cmd; null: off.</summary>
    public int? Pbm { get; init; }
}
