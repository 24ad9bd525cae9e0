using Mesh.Catalog;

namespace Mesh.Hosting;

/// <summary>Where a node listens, and what the others call it by: the same, unless Bind or Advertise are given. Pure.</summary>
internal static class NodeAddress
{
    /// <summary>Names and addresses to listen on, without brackets; :: stands for all of both families.</summary>
    public static IReadOnlyList<string> ListensOn(MeshOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Bind.Count == 0 ? [Plain(options.Host)] : [.. options.Bind.Select(Plain).Distinct()];
    }

    /// <summary>What the others call, without brackets.</summary>
    public static string HostOf(MeshOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Advertise.Length == 0 ? Plain(options.Host) : Split(options.Advertise).Host;
    }

    /// <summary>What the others call; 0: the port that is listened on.</summary>
    public static int PortOf(MeshOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Split(options.Advertise).Port;
    }

    /// <summary>A host, or a host with a port.</summary>
    internal static (string Host, int Port) Split(string advertised) =>
        HostPort.TrySplit(advertised, out var host, out var port) ? (host, port) : (Plain(advertised), 0);

    private static string Plain(string host) => host.Trim('[', ']');
}
