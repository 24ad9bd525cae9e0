using Mesh.Federation.Options;
using Mesh.Node.Listening;

namespace Mesh.Node.Hosting;

/// <summary>What the command line of a node says; null: not said, so that configuration or the default counts.</summary>
internal sealed record NodeSettings
{
    public const int DefaultPort = Mesh.Options.MeshDefaults.Port;
    public const int DefaultHttpPort = 8500;

    public string? Name { get; init; }

    public string? Host { get; init; }

    /// <summary>Remoting; 0 takes any free port.</summary>
    public int? Port { get; init; }

    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>The native HTTP API; 0 takes any free port.</summary>
    public int Http { get; init; } = DefaultHttpPort;

    /// <summary>The doors for clients of other systems.</summary>
    public DoorSettings Doors { get; init; } = DoorSettings.None;

    /// <summary>The port for pbm; null: off.</summary>
    public int? Pbm { get; init; }

    public string? Zone { get; init; }

    public string? MeshName { get; init; }

    /// <summary>Where kept instances are stored; null: they live as long as the mesh.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>"host:port" of a gateway to other meshes; null: not said.</summary>
    public string? Gateway { get; init; }

    public IReadOnlyList<string> FederationSeeds { get; init; } = [];

    public FederationMode? FederationMode { get; init; }

    public string? FederationCredentials { get; init; }

    public bool FederationClient { get; init; }

    public string? ConfigFile { get; init; }

    public bool Insecure { get; init; }

    /// <summary>Written once the node is ready; null: none.</summary>
    public string? PortsFile { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Stop when stdin ends, so that a child does not outlive the process that started it.</summary>
    public bool ExitWithStdin { get; init; }
}
