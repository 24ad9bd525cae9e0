using System.Collections.Immutable;

namespace Mesh.Federation.Transport;

/// <summary>What became of a datagram that was carried over a connection.</summary>
internal abstract record CallReply
{
    private CallReply()
    {
    }

    /// <summary>What the other gateway says, sealed by it; several where one datagram does not hold it, none when it says nothing.</summary>
    public sealed record Answered(ImmutableArray<ReadOnlyMemory<byte>> Datagrams) : CallReply;

    /// <param name="Reason">One line.</param>
    public sealed record Failed(CallFault Fault, string Reason) : CallReply;
}
