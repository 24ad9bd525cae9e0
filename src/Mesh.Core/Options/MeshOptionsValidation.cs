using System.Net;
using Mesh.Catalog;

namespace Mesh.Options;

/// <summary>Checks the options of a node: every fault, in words that name the key, the value and what would be right.</summary>
public static class MeshOptionsValidation
{
    public static IReadOnlyList<string> Check(MeshOptions options, string section = "Mesh")
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. OptionChecks.Check(options, section)];
        CheckHost(faults, options, section);
        faults.AddRange(MeshTls.Check(options.Tls, $"{section}:Tls"));
        faults.AddRange(RemoteOptionsValidation.Check(options.Federation, $"{section}:Federation"));
        for (var i = 0; i < options.Seeds.Count; i++)
            CheckSeed(faults, options.Seeds[i], $"{section}:Seeds:{i}");
        foreach (var file in options.HoconFiles.Where(f => !File.Exists(f)))
            faults.Add($"{section}:HoconFiles: '{file}' does not exist");
        return faults;
    }

    /// <summary>Is the address one that only this machine can reach?</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static void CheckHost(List<string> faults, MeshOptions options, string section)
    {
        if (string.IsNullOrEmpty(options.Host))
            return;
        if (options.Host is "0.0.0.0" or "::" or "[::]" or "*" or "+")
        {
            faults.Add($"{section}:Host: '{options.Host}' must be an address that the other nodes can reach, not 'any'");
        }
        else if (Uri.CheckHostName(options.Host) is UriHostNameType.Unknown)
        {
            faults.Add($"{section}:Host: '{options.Host}' must be a host name or an IP address");
        }
        else if (!options.Insecure && !options.Tls.IsOn && !IsLoopback(options.Host))
        {
            faults.Add($"{section}:Host: '{options.Host}' is not loopback and links between nodes are not encrypted; "
                + $"give certificates in {section}:Tls, or set {section}:Insecure to true if the network is protected otherwise");
        }
    }

    private static void CheckSeed(List<string> faults, string? seed, string key)
    {
        if (!HostPort.TrySplit(seed, out _, out _))
        {
            faults.Add($"{key}: '{seed}' must be host:port, such as 10.0.0.1:4053");
        }
    }
}
