using System.Collections.Immutable;

namespace Mesh.Federation.Transport;

/// <summary>Gathers the answers to one call. Written by the actor, awaited by whoever brought the call.</summary>
internal sealed class CallAnswers
{
    private readonly ImmutableArray<ReadOnlyMemory<byte>>.Builder _datagrams = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
    private readonly TaskCompletionSource<CallReply> _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with <see cref="Complete"/>; never when the actor dies before.</summary>
    public Task<CallReply> Whole => _whole.Task;

    public void Add(ReadOnlyMemory<byte> datagram) => _datagrams.Add(datagram);

    public void Complete() => _whole.TrySetResult(new CallReply.Answered(_datagrams.ToImmutable()));
}
