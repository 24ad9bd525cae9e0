namespace Mesh.Client.Runtime;

/// <summary>One run of the node, from the start of its ActorSystem to the end of it.</summary>
internal interface IMeshSession
{
    /// <summary>The port that it listens on.</summary>
    int Port { get; }

    /// <summary>Ends, and never fails, when the run is over or cannot go on.</summary>
    Task<SessionEnd> Ended { get; }

    /// <summary>Members other than itself that it has seen, each "host:port"; the next run joins through them.</summary>
    IReadOnlyCollection<string> KnownMembers { get; }

    /// <summary>Leaves the mesh in order and releases the port; after the limit, or with a limit of zero, without order.</summary>
    Task StopAsync(TimeSpan limit);
}
