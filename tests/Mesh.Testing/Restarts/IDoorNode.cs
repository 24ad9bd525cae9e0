using System.Net.Sockets;

namespace Mesh.Testing.Restarts;

/// <summary>A node as those see it who ask at its doors.</summary>
internal interface IDoorNode
{
    int Number { get; }

    Uri Http { get; }

    Uri EtcdJson { get; }

    /// <summary>It runs and said once that it is ready.</summary>
    bool IsUp { get; }

    /// <summary>A UDP socket that is connected to its DNS door.</summary>
    Task<Socket> OpenDnsAsync();
}
