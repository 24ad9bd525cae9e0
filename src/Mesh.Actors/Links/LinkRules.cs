using System.Net;
using Mesh.Catalog;
using Mesh.Membership.Joining;

namespace Mesh.Links;

/// <summary>Who is connected with whom: what both ends conclude from the two hellos. Pure.</summary>
internal static class LinkRules
{
    /// <summary>Why the one who was called does not let the caller in; null: it does.</summary>
    /// <param name="isCertified">Is the caller's certificate for that host? Always, when there are none.</param>
    public static string? AtAnswerer(LinkHello mine, LinkHello caller, Func<string, bool> isCertified) =>
        Conflict(mine, caller) ?? Uncertified(caller, isCertified);

    /// <summary>Why a node is not taken for the one that it says it is; null: it is.</summary>
    /// <param name="isCertified">Is its certificate for that host? Always, when there are none.</param>
    public static string? Uncertified(LinkHello hello, Func<string, bool> isCertified)
    {
        HostPort.TrySplit(hello.Node.Address, out var host, out _);
        return isCertified(host) ? null : $"its certificate is not for {host}, the name it is to be called by";
    }

    /// <summary>Why the caller does not go on; null: it does.</summary>
    /// <param name="called">"host:port" as the caller has it.</param>
    public static string? AtCaller(LinkHello mine, LinkHello answer, string called)
    {
        if (Conflict(mine, answer) is { } conflict)
            return conflict;
        if (answer.Refusal.Length > 0)
            return $"it refuses this node: {answer.Refusal}";
        return IsSame(answer.Node.Address, called)
            ? null
            : $"{answer.Node.Address} answers there: it is to be called by that address";
    }

    /// <summary>Both stand for one host and port, letter case and the writing of an IPv6 address aside.</summary>
    public static bool IsSame(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    /// <summary>What differs, as the one of these hellos that is <paramref name="mine"/> sees it; null: they go together.</summary>
    public static string? Conflict(LinkHello mine, LinkHello theirs)
    {
        if (mine.Terms is not { } here || theirs.Terms is not { } there)
            return null;
        var readable = theirs.OldestWireVersion <= here.WireVersion && mine.OldestWireVersion <= there.WireVersion;
        return TermsConflict.Between(here, readable ? there with { WireVersion = here.WireVersion } : there);
    }

    /// <summary>The same for all ways to write one host and port.</summary>
    public static string Plain(string address)
    {
        if (!HostPort.TrySplit(address, out var host, out var port))
            return address;
        return HostPort.Text(IPAddress.TryParse(host, out var ip) ? ip.ToString() : host.ToLowerInvariant(), port);
    }
}
