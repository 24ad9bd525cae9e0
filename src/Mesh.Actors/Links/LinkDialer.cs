using System.Net;
using System.Net.Sockets;

namespace Mesh.Links;

/// <summary>
/// Connects to a host of several addresses: tries the next one when the last has failed, or has not answered for a moment, so
/// that one which leads nowhere costs that moment and not all the time there is (RFC 8305).
/// </summary>
internal static class LinkDialer
{
    /// <summary>How long one address is waited for before the next is tried beside it.</summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <exception cref="SocketException">None of them can be connected to.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, TimeProvider time, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var given) ? [given] : await Dns.GetHostAddressesAsync(host, cancellation);
        return await FirstAsync(InTurn(addresses), (address, stop) => TryAsync(address, port, stop), time, cancellation);
    }

    /// <summary>The families take turns, beginning with that of the first; else in the order given.</summary>
    public static IReadOnlyList<IPAddress> InTurn(IEnumerable<IPAddress> addresses)
    {
        var all = addresses.Select(LinkSource.HostOf).Distinct().ToArray();
        var one = all.Where(a => a.AddressFamily == all[0].AddressFamily).ToArray();
        var other = all.Except(one).ToArray();
        return
        [
            .. Enumerable.Range(0, Math.Max(one.Length, other.Length))
                .SelectMany(i => one.Skip(i).Take(1).Concat(other.Skip(i).Take(1))),
        ];
    }

    /// <summary>The first that is there; the others are given up.</summary>
    /// <param name="attempt">Gives up when it is cancelled.</param>
    /// <exception cref="SocketException">There is none; what the first to fail says.</exception>
    public static async Task<T> FirstAsync<T>(
        IReadOnlyList<IPAddress> addresses, Func<IPAddress, CancellationToken, Task<T>> attempt, TimeProvider time, CancellationToken cancellation)
        where T : IDisposable
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task<T>> running = [];
        SocketException? fault = null;
        try
        {
            for (var next = 0; next < addresses.Count || running.Count > 0;)
            {
                if (next < addresses.Count)
                    running.Add(attempt(addresses[next++], stop.Token));
                var over = await AnyAsync(running, next < addresses.Count ? Stagger : Timeout.InfiniteTimeSpan, time, stop.Token);
                if (over is null)
                    continue;
                running.Remove(over);
                try
                {
                    return await over;
                }
                catch (SocketException trouble)
                {
                    fault ??= trouble;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var late in running)
                _ = DropAsync(late);
        }

        throw fault ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Null: none is over after the pause.</summary>
    private static async Task<Task<T>?> AnyAsync<T>(List<Task<T>> running, TimeSpan pause, TimeProvider time, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var over = await Task.WhenAny([.. running, Task.Delay(pause, time, stop.Token)]);
        await stop.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return over as Task<T>;
    }

    private static async Task DropAsync<T>(Task<T> late)
        where T : IDisposable
    {
        try
        {
            (await late).Dispose();
        }
        catch (Exception fault) when (LinkFaults.IsOfConnection(fault))
        {
            // It was given up.
        }
    }

    private static async Task<Socket> TryAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
