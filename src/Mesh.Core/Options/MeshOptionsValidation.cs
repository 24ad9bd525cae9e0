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
        foreach (var (i, target) in options.CheckTargets.Index())
        {
            if (!CheckTargets.IsEntry(target))
                faults.Add($"{section}:CheckTargets:{i}: '{ShortText.Of(target)}' must be a name, \"*.name\", an address, a range such as 10.0.0.0/8, or \"*\"");
        }

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
        if (IsAny(options.Host))
        {
            faults.Add($"{section}:Host: '{options.Host}' must be an address that the other nodes can reach, not 'any'; give that in {section}:Bind");
        }
        else if (Uri.CheckHostName(options.Host) is UriHostNameType.Unknown)
        {
            faults.Add($"{section}:Host: '{options.Host}' must be a host name or an IP address");
        }
        else if (options.Bind.Count == 0)
        {
            CheckExposed(faults, options, options.Host, $"{section}:Host", section);
        }

        for (var i = 0; i < options.Bind.Count; i++)
            CheckBind(faults, options, options.Bind[i], $"{section}:Bind:{i}", section);
        CheckAdvertise(faults, options.Advertise, options.Port, $"{section}:Advertise");
    }

    private static void CheckBind(List<string> faults, MeshOptions options, string? bind, string key, string section)
    {
        if (Uri.CheckHostName(bind?.Trim('[', ']')) is UriHostNameType.Unknown)
            faults.Add($"{key}: '{bind}' must be a host name or an IP address, without a port");
        else
            CheckExposed(faults, options, bind!.Trim('[', ']'), key, section);
    }

    private static void CheckAdvertise(List<string> faults, string advertised, int listened, string key)
    {
        if (advertised.Length == 0)
            return;
        var (host, port) = NodeAddress.Split(advertised);
        if (IsAny(host) || Uri.CheckHostName(host) is UriHostNameType.Unknown)
            faults.Add($"{key}: '{advertised}' must be host or host:port that the other nodes can reach, such as 10.0.0.1:4053");
        else if (port != 0 && listened == 0)
            faults.Add($"{key}: '{advertised}' names a port, so Port must be the one that is listened on, not 0");
    }

    private static void CheckExposed(List<string> faults, MeshOptions options, string host, string key, string section)
    {
        if (!options.Insecure && !options.Tls.IsOn && !IsLoopback(host))
        {
            faults.Add($"{key}: '{host}' is not loopback and links between nodes are not encrypted; "
                + $"give certificates in {section}:Tls, or set {section}:Insecure to true if the network is protected otherwise");
        }
    }

    private static bool IsAny(string host) => host is "0.0.0.0" or "::" or "[::]" or "*" or "+";

    private static void CheckSeed(List<string> faults, string? seed, string key)
    {
        if (!HostPort.TrySplit(seed, out _, out _))
        {
            faults.Add($"{key}: '{seed}' must be host:port, such as 10.0.0.1:4053");
        }
    }
}
