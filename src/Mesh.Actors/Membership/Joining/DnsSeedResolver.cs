using System.Net;
using System.Net.Sockets;

namespace Mesh.Membership.Joining;

/// <inheritdoc />
internal sealed class DnsSeedResolver(TimeProvider time) : ISeedResolver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<IPAddress>>> ResolveAsync(IReadOnlyList<string> names)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        var found = await Task.WhenAll(names.Select(n => OneAsync(n, limit.Token)));
        return names.Zip(found).Where(p => p.Second.Count > 0).ToDictionary(p => p.First, p => p.Second);
    }

    private static async Task<IReadOnlyList<IPAddress>> OneAsync(string name, CancellationToken limit)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(name, limit);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            return [];
        }
    }
}
