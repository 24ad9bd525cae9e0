using System.Net;
using System.Net.Sockets;

namespace Mesh.Links;

/// <summary>Which of the addresses that were asked for need a socket of their own. Pure.</summary>
internal static class ListenRule
{
    /// <summary>
    /// Each once, in their order, without those that a wildcard among them takes already: [::] both families, 0.0.0.0 all of IPv4.
    /// A second socket for one of them would find the port taken, by this node itself.
    /// </summary>
    /// <param name="hasIPv6">False: [::] cannot be listened on here, so that it stands for nothing beside others.</param>
    public static IReadOnlyList<IPAddress> Needed(IEnumerable<IPAddress> asked, bool hasIPv6)
    {
        IPAddress[] all = [.. asked.Distinct()];
        if (all.Contains(IPAddress.IPv6Any))
        {
            if (hasIPv6 || all.Length == 1)
                return [IPAddress.IPv6Any];
            all = [.. all.Where(a => !a.Equals(IPAddress.IPv6Any))];
        }

        return all.Contains(IPAddress.Any)
            ? [.. all.Where(a => a.AddressFamily is not AddressFamily.InterNetwork || a.Equals(IPAddress.Any))]
            : all;
    }
}
