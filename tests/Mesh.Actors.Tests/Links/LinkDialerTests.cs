using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Mesh.Links;
using Mesh.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Actors.Tests.Links;

public class LinkDialerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentDictionary<IPAddress, TaskCompletionSource<Way>> _tried = new();

    private static IPAddress Ip(int number) => IPAddress.Parse($"10.0.0.{number}");

    private Task<Way> DialAsync(int addresses, CancellationToken cancellation = default) => LinkDialer.FirstAsync(
        [.. Enumerable.Range(1, addresses).Select(Ip)],
        (address, stop) =>
        {
            var attempt = _tried.GetOrAdd(address, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            stop.Register(() => attempt.TrySetCanceled(stop));
            return attempt.Task;
        },
        _time,
        cancellation);

    private Task TriesAsync(int number) => Eventually.IsAsync(() => _tried.ContainsKey(Ip(number)), $"not so: {Ip(number)} is tried");

    private void Refuse(int number) => _tried[Ip(number)].SetException(new SocketException((int)SocketError.ConnectionRefused));

    [Fact]
    public async Task Address_that_leads_nowhere_costs_a_moment_and_is_given_up()
    {
        var dialled = DialAsync(3);
        await Eventually.AsTimePassesAsync(_time, LinkDialer.Stagger, () => _tried.ContainsKey(Ip(2)), "the second is not tried");
        var way = new Way();
        _tried[Ip(2)].SetResult(way);

        Assert.Same(way, await dialled.WaitAsync(Patience.Limit));
        Assert.True(_tried[Ip(1)].Task.IsCanceled);
        Assert.False(way.IsDisposed);
    }

    [Fact]
    public async Task Address_that_refuses_costs_no_time()
    {
        var (begun, dialled) = (_time.GetTimestamp(), DialAsync(2));
        Refuse(1);
        await TriesAsync(2);
        _tried[Ip(2)].SetResult(new Way());

        await dialled.WaitAsync(Patience.Limit);
        Assert.Equal(begun, _time.GetTimestamp());
    }

    [Fact]
    public async Task Host_of_which_no_address_is_there_says_what_the_first_said()
    {
        var dialled = DialAsync(2);
        Refuse(1);
        await TriesAsync(2);
        _tried[Ip(2)].SetException(new SocketException((int)SocketError.HostUnreachable));

        var fault = await Assert.ThrowsAsync<SocketException>(() => dialled.WaitAsync(Patience.Limit));
        Assert.Equal(SocketError.ConnectionRefused, fault.SocketErrorCode);
        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => DialAsync(0))).SocketErrorCode);
    }

    [Fact]
    public async Task Attempt_that_is_over_with_the_limit_ends_all()
    {
        using var limit = new CancellationTokenSource();
        var dialled = DialAsync(2, limit.Token);
        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialled.WaitAsync(Patience.Limit));
        Assert.True(_tried[Ip(1)].Task.IsCanceled);
    }

    [Fact]
    public void Families_take_turns()
    {
        string[] given = ["::1", "::2", "::3", "10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2"];

        Assert.Equal(["::1", "10.0.0.1", "::2", "10.0.0.2", "::3"], LinkDialer.InTurn(given.Select(IPAddress.Parse)).Select(a => $"{a}"));
        Assert.Empty(LinkDialer.InTurn([]));
    }

    private sealed class Way : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
