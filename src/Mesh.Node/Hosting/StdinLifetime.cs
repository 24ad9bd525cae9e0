namespace Mesh.Node.Hosting;

/// <summary>
/// Stops the application when stdin ends. The pipe closes when the parent closes it, which is how it asks its children
/// to stop, and also when the parent dies, however it dies.
/// </summary>
internal sealed class StdinLifetime(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Reading cannot be cancelled; the thread ends with the process.
        var reader = new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }

            lifetime.StopApplication();
        })
        {
            IsBackground = true,
            Name = "stdin",
        };
        reader.Start();
        return Task.CompletedTask;
    }
}
