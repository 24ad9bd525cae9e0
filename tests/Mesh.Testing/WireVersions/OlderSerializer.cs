using Akka.Actor;
using Google.Protobuf.Reflection;

namespace Mesh.Testing.WireVersions;

/// <summary>
/// A version from before named checks and federation: it neither writes their fields nor sees them, and refuses their
/// manifests.
/// </summary>
public sealed class OlderSerializer(ExtendedActorSystem system) : VersionSerializer(system)
{
    internal static readonly WireTally Seen = new();

    private static readonly HashSet<string> LaterManifests = ["uc1", "cc1", "cu1", "cd1", "cn1", "ff1", "fi1"];

    private static readonly HashSet<string> LaterFields =
    [
        "Register.keeps_checks", "Instance.checks", "ServicePolicy.exported", "HealthTerms.warn_fails", "HealthTerms.method",
        "HealthTerms.headers", "HealthTerms.body", "HealthTerms.skip_verify", "HealthTerms.no_redirects", "HealthTerms.use_tls",
        "HealthTerms.server_name",
    ];

    internal static readonly WireForm Form = new(Knows, adds: false);

    internal override WireTally Tally => Seen;

    internal static bool HasManifest(string manifest) => !LaterManifests.Contains(manifest);

    internal override byte[] Write(string manifest, byte[] bytes) => Form.Rewrite(Known(manifest), bytes);

    internal override byte[] Read(string manifest, byte[] bytes) => Form.Rewrite(Known(manifest), bytes);

    private static string Known(string manifest) =>
        HasManifest(manifest) ? manifest : throw new InvalidOperationException($"this version has no message '{manifest}'");

    private static bool Knows(FieldDescriptor field) => !LaterFields.Contains($"{field.ContainingType.Name}.{field.Name}");
}
