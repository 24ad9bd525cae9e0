namespace Mesh.Hosting;

/// <summary>A file that holds nothing but a secret, as orchestrators mount them.</summary>
internal static class SecretFile
{
    /// <summary>One line break at the end, which editors write, is not part of the secret.</summary>
    public static bool TryRead(string path, out string secret, out string trouble)
    {
        secret = "";
        trouble = "";
        try
        {
            var text = File.ReadAllText(path);
            secret = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
                : text.EndsWith('\n') ? text[..^1]
                : text;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            trouble = e.Message;
            return false;
        }
    }
}
