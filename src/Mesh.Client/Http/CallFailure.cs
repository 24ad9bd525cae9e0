using System.Net.Sockets;

namespace Mesh.Client.Http;

/// <summary>What a failed call says about how far it came. Pure.</summary>
internal static class CallFailure
{
    /// <summary>May the request be sent to another instance without the risk that it is carried out twice?</summary>
    public static bool CanRetry(Exception failure, HttpRequestMessage request) =>
        NeverConnected(failure) || (ConnectionLost(failure) && request.Content is null && IsSafe(request.Method));

    /// <summary>Did the peer's machine answer that nobody listens there?</summary>
    public static bool IsRefused(Exception failure) =>
        Find<SocketException>(failure) is { SocketErrorCode: SocketError.ConnectionRefused };

    /// <summary>No byte of the request has left: the content is untouched and can be sent elsewhere.</summary>
    public static bool NeverConnected(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => true,
        // How the handler reports that its ConnectTimeout has passed; a caller's own cancellation has no such cause.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    private static bool ConnectionLost(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => true,
        HttpRequestException => Find<SocketException>(failure) is
        {
            SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown,
        },
        _ => false,
    };

    /// <summary>Nothing is carried out, so nothing can be twice. PUT and DELETE may be answered otherwise the second time.</summary>
    private static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace;

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }

        return null;
    }
}
