using Mesh.Node.Consul.Answers;

namespace Mesh.Node.Consul.Reading;

/// <summary>What answers a query, as often as it is asked.</summary>
internal interface IConsulSource
{
    /// <summary>What wakes those that wait for a change of the answer.</summary>
    string Topic { get; }

    /// <summary>Whose indexes those of the answers are; null: those of keys, which every node numbers alike.</summary>
    string? Line => Topic;

    /// <summary>Fetches what is not at hand. Not null: there is no answer, and this is why.</summary>
    ValueTask<ConsulFault?> PrepareAsync(CancellationToken cancellation) => ValueTask.FromResult<ConsulFault?>(null);

    /// <summary>The present answer; index and body are of one moment.</summary>
    ConsulAnswer Read();

    /// <summary>How long ago the owner was heard of that was silent longest.</summary>
    TimeSpan Age => TimeSpan.Zero;
}
