namespace Mesh.Testing;

/// <summary>
/// Bytes as a version wrote them, in hexadecimal, beside the tests. MESH_GOLDEN=write makes those that are missing, and
/// anew those that are not signed.
/// </summary>
internal static class GoldenFile
{
    private const int LineBytes = 48;

    public static bool Rewrites => Environment.GetEnvironmentVariable("MESH_GOLDEN") == "write";

    /// <summary>What the file says, which is first written where that is asked for.</summary>
    /// <param name="kind">What the bytes are of, for the message of a test that misses them.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Read(string file, string kind, Func<byte[]> write)
    {
        if (Rewrites)
            File.WriteAllText(file, TextOf(write()));
        return Read(file, kind);
    }

    /// <inheritdoc cref="Read(string, string, Func{byte[]})"/>
    public static string Read(string file, string kind) => File.Exists(file)
        ? File.ReadAllText(file)
        : throw new FileNotFoundException($"no golden bytes for {kind}: MESH_GOLDEN=write makes them in {Path.GetFileName(file)}");

    public static byte[] BytesOf(string text) => Convert.FromHexString(text.ReplaceLineEndings(""));

    public static string TextOf(byte[] bytes) =>
        string.Concat(bytes.Chunk(LineBytes).Select(line => Convert.ToHexStringLower(line) + "\n"));
}
