namespace Mesh.Testing;

/// <summary>
/// How long tests wait for what must come. Where all is well nobody waits so long; it is for machines that are slow or
/// have much else to do.
/// </summary>
internal static class Patience
{
    /// <summary>HOCON for the expectations of a test kit, which give up after 3 s by themselves.</summary>
    public const string Config = """
        akka.test {
          single-expect-default = 60s
          filter-leeway = 60s
          default-timeout = 60s
        }
        """;

    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
}
