using System.Net.Sockets;
using Grpc.Core;
using Mesh.Palette.Api;

namespace Mesh.Node.Bridge.Running;

/// <summary>What went wrong, in a line for an operator.</summary>
internal static class FaultText
{
    public static string Of(Exception trouble) => Text(trouble).ReplaceLineEndings(" ");

    private static string Text(Exception trouble) => trouble switch
    {
        RpcException { Status.DebugException: { } cause } => Innermost(cause).Message,
        RpcException rpc => $"{rpc.StatusCode}: {rpc.Status.Detail}",
        HttpRequestException => Innermost(trouble).Message,
        SocketException or IOException or MeshApiException => trouble.Message,
        _ => $"{trouble.GetType().Name}: {trouble.Message}",
    };

    private static Exception Innermost(Exception trouble) =>
        trouble.InnerException is { } cause ? Innermost(cause) : trouble;
}
