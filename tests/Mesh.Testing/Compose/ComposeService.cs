namespace Mesh.Testing.Compose;

/// <summary>A service of a compose file, as far as the topology needs it. Read from YAML.</summary>
internal sealed class ComposeService
{
    public ComposeBuild Build { get; set; } = new();

    public List<string> Command { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Networks { get; set; } = [];

    public ComposeHealthCheck Healthcheck { get; set; } = new();
}
