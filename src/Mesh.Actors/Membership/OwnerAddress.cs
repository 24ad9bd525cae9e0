using Akka.Actor;
using Akka.Cluster;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>Translates between Akka's addresses and owners ("host:port" and a uid).</summary>
internal static class OwnerAddress
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
        return HostPort.Text(host, port);
    }

    /// <summary>The Akka address of "host:port" in the mesh that <paramref name="self"/> is part of.</summary>
    /// <exception cref="FormatException">The text is not "host:port".</exception>
    public static Address ToAkka(string address, Address self)
    {
        ArgumentNullException.ThrowIfNull(self);
        if (!HostPort.TrySplit(address, out var host, out var port))
            throw new FormatException($"'{address}' is not host:port");
        // In Akka's addresses an IPv6 host keeps its brackets: its paths cannot be read without them.
        return new Address(self.Protocol, self.System, host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host, port);
    }

    public static UniqueAddress ToAkka(Owner owner, Address self)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new UniqueAddress(ToAkka(owner.Address, self), owner.Uid);
    }
}
