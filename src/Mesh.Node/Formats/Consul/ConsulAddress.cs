using Mesh.Catalog;

namespace Mesh.Node.Formats.Consul;

/// <summary>
/// Consul takes any text for an address, the mesh a host: of a URL or of "host:port" it is the host in it; for what has none
/// it is a name that never resolves (RFC 2606), so that nobody is sent elsewhere. Pure.
/// </summary>
internal static class ConsulAddress
{
    public const string NoHost = "address.invalid";

    public static bool IsHost(string text) =>
        text.Length is > 0 and <= InstanceLimits.HostLength && Uri.CheckHostName(text) is not UriHostNameType.Unknown;

    /// <summary>Does it stand for every address of a host, so that nobody could be reached by it?</summary>
    public static bool IsAny(string text) => text is "0.0.0.0" or "::" or "[::]";

    public static string HostOf(string text)
    {
        if (IsHost(text))
            return text;
        return (text.Contains("://", StringComparison.Ordinal) ? Read(text) : Read("tcp://" + text)) ?? NoHost;
    }

    private static string? Read(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var read) && IsHost(read.DnsSafeHost) && !IsAny(read.DnsSafeHost) ? read.DnsSafeHost : null;
}
