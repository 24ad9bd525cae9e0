namespace Mesh.Testing.Restarts;

/// <summary>Reads services at one door of a node.</summary>
/// <param name="AskAsync">Null: no answer, or one that says "not ready".</param>
internal sealed record DoorReader(string Door, Func<string, CancellationToken, Task<DoorAnswer?>> AskAsync)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>The readers of every door.</summary>
    public static IReadOnlyList<DoorReader> AtEveryDoor(IDoorNode node, HttpClient http) =>
    [
        new("native HTTP", (service, cancellation) => HttpAnswers.NativeAsync(http, node, service, cancellation)),
        new("Consul health", (service, cancellation) => HttpAnswers.ConsulAsync(http, node, service, cancellation)),
        new("etcd range", (service, cancellation) => HttpAnswers.EtcdAsync(http, node, service, cancellation)),
        new("DNS", (service, cancellation) => DnsAnswers.AskAsync(node, service, cancellation)),
    ];

    /// <summary>Reads one service after the other until it is cancelled.</summary>
    public async Task RunAsync(
        IDoorNode node, Func<IReadOnlyList<string>> services, Recorder recorder, TimeSpan pause, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            foreach (var service in services())
            {
                var began = recorder.Now;
                var answer = await TryAsync(service, cancellation);
                if (answer is not null)
                    recorder.Add(new Reading(node.Number, Door, service, began, recorder.Now, answer.Listed, answer.Offered));
                await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
                if (cancellation.IsCancellationRequested)
                    return;
            }
        }
    }

    private async Task<DoorAnswer?> TryAsync(string service, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        try
        {
            return await AskAsync(service, limit.Token);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }
}
