using Grpc.Core;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>What tests do with a stream in both directions.</summary>
internal static class StreamCalls
{
    /// <summary>One question and its answer; a stream that is refused before the question was through says why.</summary>
    public static async Task<bool> MoveNextAfterAsync<TRequest, TResponse>(
        this IAsyncStreamReader<TResponse> answers, IClientStreamWriter<TRequest> questions, TRequest question)
    {
        try
        {
            await questions.WriteAsync(question);
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The status is with the answers.
        }

        return await answers.MoveNext(CancellationToken.None).WaitAsync(Patience.Limit);
    }
}
