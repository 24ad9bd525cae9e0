using System.Text.Json;
using Mesh.Client;
using Mesh.Node.Etcd.Answers;
using Mesh.Views;

namespace Mesh.Node.Etcd.Json;

/// <summary>/version and /health; /metrics stands beside them.</summary>
internal sealed class JsonPages(IMeshClient mesh)
{
    private const string VersionPath = "/version";

    /// <summary>Not JSON, but at this port of etcd's.</summary>
    public const string Metrics = "/metrics";

    public static IReadOnlyList<string> Paths { get; } = [VersionPath, "/health"];

    /// <summary>The page of one of the paths.</summary>
    public Func<(string Body, int Status)> Find(string path) => path == VersionPath ? Version : Health;

    private static (string Body, int Status) Version() => (
        JsonSerializer.Serialize(
            new VersionBody(EtcdIdentity.ServerVersion, EtcdIdentity.ClusterVersion), EtcdJson.Wire.VersionBody),
        StatusCodes.Status200OK);

    private (string Body, int Status) Health()
    {
        var state = mesh.State;
        var isReady = state.Phase is MeshPhase.Ready;
        var body = new HealthBody(isReady ? "true" : "false", isReady ? "" : $"{state.Phase}: {state.Detail}");
        return (
            JsonSerializer.Serialize(body, EtcdJson.Wire.HealthBody),
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
