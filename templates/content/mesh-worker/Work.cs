using Mesh.Client;

namespace MeshWorker1;

public sealed class Work(IMeshClient mesh, TimeProvider time, ILogger<Work> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        do
        {
            log.LogInformation("The mesh has {Count} services", mesh.Snapshot.Services.Count);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
