using Mesh.Catalog;
using Mesh.Heartbeats;

namespace Mesh.Registry;

/// <summary>What the registry's events say, in words.</summary>
internal static class RegistryWords
{
    public static string Of(InstanceStatus status) => status.ToString().ToLowerInvariant();

    public static string Of(Standing standing) => standing.ToString().ToLowerInvariant();

    public static string Describe(ServiceInstance i) => i.Checks.Count == 0
        ? $"{HostPort.Text(i.Host, i.Port)}, health by {i.Health.Kind.ToString().ToLowerInvariant()}"
        : $"{HostPort.Text(i.Host, i.Port)}, {i.Checks.Count} checks";

    public static string Change(InstanceStatus before, InstanceStatus after) =>
        before == after ? $"a check changed, {Of(before)}" : $"{Of(before)} → {Of(after)}";

    public static string Check(string checkId, string detail) => HealthWords.Cut($"check '{checkId}': {detail}");

    /// <summary>The same evidence, which is of one named check.</summary>
    public static Evidence OfCheck(string checkId, Evidence evidence) => evidence with { Detail = Check(checkId, evidence.Detail) };
}
