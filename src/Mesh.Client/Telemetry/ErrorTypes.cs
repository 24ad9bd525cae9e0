namespace Mesh.Client.Telemetry;

/// <summary>The attribute <c>error.type</c> of a failed call, in the words that <c>HttpClient</c>'s own instruments have.</summary>
internal static class ErrorTypes
{
    public static string Of(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name_resolution_error",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "connection_error",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "secure_connection_error",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "response_ended",
        OperationCanceledException { InnerException: TimeoutException } => "timeout",
        _ => failure.GetType().FullName!,
    };
}
