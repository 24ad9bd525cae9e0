namespace Mesh.Federation.Transport;

/// <summary>What a question travels by, and its answer back.</summary>
internal enum Carrier
{
    /// <summary>Datagrams: one round trip, no connection.</summary>
    Udp,

    /// <summary>The same bytes in a call over a connection, where datagrams do not get through.</summary>
    Grpc,
}
