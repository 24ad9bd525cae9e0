namespace Mesh.Trials.Peers;

/// <summary>Some servers that stand together, each a process; disposing ends them.</summary>
internal interface IServers : IAsyncDisposable
{
    /// <summary>host:port of each, for its clients.</summary>
    IReadOnlyList<string> Endpoints { get; }

    IReadOnlyList<int> Pids { get; }
}
