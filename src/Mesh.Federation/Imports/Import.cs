using Mesh.Federation.Link;
using Mesh.Remote;

namespace Mesh.Federation.Imports;

/// <summary>One import of a gateway: how it stands, and the connections that it holds.</summary>
internal sealed class Import : IDisposable
{
    private CancellationTokenSource? _stream;
    private (ImportCandidate Gateway, IDisposable Connection)? _ready;

    public required ImportState State { get; set; }

    /// <summary>What followers were told last.</summary>
    public RemoteState Told { get; set; }

    /// <summary>When followers are told again, whether there is news or not.</summary>
    public TimeSpan TellAt { get; set; }

    /// <summary>Ends the stream that is open.</summary>
    /// <returns>Ends the next one.</returns>
    public CancellationToken NewStream()
    {
        Close();
        _stream = new CancellationTokenSource();
        return _stream.Token;
    }

    /// <summary>Ends the stream.</summary>
    public void Close()
    {
        _stream?.Cancel();
        _stream?.Dispose();
        _stream = null;
    }

    /// <summary>Keeps a connection open to the gateway that comes next, and to no other.</summary>
    public void StandBy(IFederationLink link, ImportCandidate? gateway)
    {
        if (_ready?.Gateway == gateway)
            return;
        _ready?.Connection.Dispose();
        _ready = gateway is null ? null : (gateway, link.KeepReady(gateway));
    }

    public void Dispose()
    {
        Close();
        _ready?.Connection.Dispose();
        _ready = null;
    }
}
