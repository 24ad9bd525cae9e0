using Microsoft.Extensions.Logging;

namespace Mesh.Client.Runtime;

internal sealed partial class MeshRuntime
{
    [LoggerMessage(2001, LogLevel.Warning, "The mesh node has to start again: {Reason}. Next attempt in {Pause}; lookups answer from the last snapshot")]
    private partial void LogLost(string reason, string pause);

    [LoggerMessage(2002, LogLevel.Warning, "The mesh node stays out of the mesh: {Reason}")]
    private partial void LogOut(string reason);

    [LoggerMessage(2003, LogLevel.Error, "The mesh node could not be started")]
    private partial void LogStartFailed(Exception trouble);
}
