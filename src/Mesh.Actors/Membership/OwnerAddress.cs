using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>Translates between Akka's addresses and owners ("host:port" and a uid). IPv6 hosts stand in brackets.</summary>
public static class OwnerAddress
{
    public static Owner Of(UniqueAddress node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new Owner(Text(node.Address), node.Uid);
    }

    /// <summary>The address as "host:port".</summary>
    /// <exception cref="ArgumentException">The address has no host or no port: it is one of this process alone.</exception>
    public static string Text(Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Host is not { Length: > 0 } host || address.Port is not { } port)
            throw new ArgumentException($"'{address}' has no host and port", nameof(address));
        return Text(host, port);
    }

    public static string Text(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        var bracketed = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[');
        return string.Create(CultureInfo.InvariantCulture, $"{(bracketed ? "[" + host + "]" : host)}:{port}");
    }

    /// <summary>The Akka address of "host:port" in the mesh that <paramref name="self"/> is part of.</summary>
    /// <exception cref="FormatException">The text is not "host:port".</exception>
    public static Address ToAkka(string address, Address self)
    {
        ArgumentNullException.ThrowIfNull(self);
        if (!TrySplit(address, out var host, out var port))
            throw new FormatException($"'{address}' is not host:port");
        return new Address(self.Protocol, self.System, host, port);
    }

    public static UniqueAddress ToAkka(Owner owner, Address self)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new UniqueAddress(ToAkka(owner.Address, self), owner.Uid);
    }

    /// <summary>Splits "host:port"; the port is 1 to 65535, an IPv6 host comes out without brackets.</summary>
    public static bool TrySplit(string? text, out string host, out int port)
    {
        (host, port) = ("", 0);
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port is < 1 or > IPEndPoint.MaxPort)
            return false;
        host = text![..colon];
        if (host is ['[', .., ']'])
            return IsV6(host = host[1..^1]);
        return host.All(IsHostCharacter);
    }

    private static bool IsV6(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
