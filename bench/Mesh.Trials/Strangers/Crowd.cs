using System.Net.Sockets;
using Grpc.Core;
using Mesh.Testing.Processes;

namespace Mesh.Trials.Strangers;

/// <summary>Many that do the same at one node, again and again, whatever it answers.</summary>
/// <param name="What">In the words of the table.</param>
/// <param name="Act">One turn of one of them; its number tells it from the others.</param>
internal sealed record Crowd(string What, int Size, Func<NodeProcess, int, CancellationToken, Task> Act)
{
    /// <summary>A question of DNS carries no token: that door is open only where everybody may read.</summary>
    public bool AsksDns { get; init; }

    /// <summary>Returns how many turns they took.</summary>
    public async Task<int> RunAsync(NodeProcess node, CancellationToken end)
    {
        var turns = 0;
        await Task.WhenAll(Enumerable.Range(0, Size).Select(async worker =>
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    await Act(node, worker, end);
                }
                catch (Exception fault) when (fault is IOException or SocketException or HttpRequestException or RpcException or OperationCanceledException)
                {
                    // To be closed on, or refused, is what strangers are to expect.
                    await Task.Yield();
                }

                Interlocked.Increment(ref turns);
            }
        }));
        return turns;
    }
}
