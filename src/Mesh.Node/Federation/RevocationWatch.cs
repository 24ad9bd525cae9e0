using Mesh.Federation.Link;

namespace Mesh.Node.Federation;

/// <summary>
/// Looks from time to time whether the list of revoked keys has changed, and ends the connections with those on it, which
/// would otherwise live as long as their streams.
/// </summary>
internal sealed class RevocationWatch(FederationTlsSource tls, FederationDoor door, GrpcFederationLink link, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (tls.Value is not { } own)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // What is wrong with a list is said by the overlay, which reads it too.
            if (!own.Revocations.Refresh(out _))
                continue;
            door.CutRevoked();
            link.CutRevoked();
        }
    }
}
