namespace Mesh.Hosting;

/// <summary>The way from the client to the node's actors; there is none while the node starts again.</summary>
internal interface IMeshTransport
{
    /// <summary>"host:port" of the node; null before its port is bound.</summary>
    string? SelfAddress { get; }

    /// <summary>
    /// Asks one of the actors below the guardian, by its name in <see cref="MeshNames"/>. Null when there is no
    /// answer in time or nobody to ask; a failure of the transport is no exception here.
    /// </summary>
    Task<object?> AskAsync(string actor, object message, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Sends without an answer; dropped when there is nobody.</summary>
    void Tell(string actor, object message);
}
