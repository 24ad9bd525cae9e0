using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Mesh.Palette.Mapping;
using Mesh.Registry;
using Mesh.Views;

namespace Mesh.Node.Hosting;

/// <summary>
/// Tells the manager of services that started the node, by the protocol of sd_notify, when it is ready, what it waits for,
/// that it lives, and that it stops. Without NOTIFY_SOCKET it does nothing. A manager that does not listen is no reason to
/// end, and one that is slow to read holds nobody up.
/// </summary>
internal sealed class ServiceNotice(MeshHub hub, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    public const string SocketVariable = "NOTIFY_SOCKET";
    private const string WatchdogVariable = "WATCHDOG_USEC";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly string? _socket = Environment.GetEnvironmentVariable(SocketVariable);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_socket))
            return Task.CompletedTask;
        hub.StateChanged += On;
        lifetime.ApplicationStopping.Register(() => Send("STOPPING=1"));
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        hub.StateChanged -= On;
        return base.StopAsync(cancellationToken);
    }

    /// <summary>Half of the time after which the manager takes the node for dead; null: it does not look.</summary>
    public static TimeSpan? BeatOf(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? TimeSpan.FromMicroseconds(limit) / 2
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // With what was stored: a manager goes on with what needs this node.
            var ready = hub.FirstReady.WaitAsync(stoppingToken);
            if (BeatOf(Environment.GetEnvironmentVariable(WatchdogVariable)) is not { } beat)
            {
                await ready;
                while (!Send("READY=1"))
                    await Task.Delay(RetryInterval, time, stoppingToken);
                return;
            }

            using var timer = new PeriodicTimer(beat, time);
            var isTold = false;
            do
            {
                Send("WATCHDOG=1");
                var next = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                if (!isTold && await Task.WhenAny(ready, next) == ready)
                {
                    await ready;
                    isTold = Send("READY=1");
                }

                await next;
            }
            while (!stoppingToken.IsCancellationRequested);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops, ready or not.
        }
    }

    private void On(MeshState state) => Send($"STATUS={EnumText.Of(state.Phase)}: {state.Detail.ReplaceLineEndings(" ")}");

    /// <summary>
    /// True: the manager has it, or there is none. False: it has not read what it was told before, and is not waited for: the
    /// caller may be an actor.
    /// </summary>
    private bool Send(string text)
    {
        try
        {
            // A name that begins with @ is one of Linux without a file.
            var address = new UnixDomainSocketEndPoint(_socket![0] == '@' ? "\0" + _socket[1..] : _socket);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            socket.SendTo(Encoding.UTF8.GetBytes(text), address);
            return true;
        }
        catch (SocketException trouble) when (trouble.SocketErrorCode is SocketError.WouldBlock)
        {
            return false;
        }
        catch (Exception trouble) when (trouble is SocketException or ArgumentException)
        {
            // Nobody listens, or the name is none.
            return true;
        }
    }
}
