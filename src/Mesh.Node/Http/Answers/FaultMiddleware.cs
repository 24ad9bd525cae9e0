namespace Mesh.Node.Http.Answers;

/// <summary>
/// Whatever goes wrong outside the endpoints, and an error that nobody has put into words, is answered in the form of the
/// door that was asked, never with a stack trace.
/// </summary>
internal abstract class FaultMiddleware(RequestDelegate next)
{
    protected RequestDelegate Next => next;

    protected async Task ServeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException fault)
        {
            await FailAsync(http, fault.StatusCode, fault.Message);
            return;
        }
        catch (Exception fault)
        {
            OnFault(fault, http.Request);
            await FailAsync(http, StatusCodes.Status500InternalServerError, "the node failed to answer; see its log");
            return;
        }

        var response = http.Response;
        // An answer that gives its length, though it be 0, is whole: nothing is there, and nothing went wrong.
        if (response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null)
            await FailAsync(http, response.StatusCode, TextOf(http));
    }

    /// <summary>What to say about a status that came without a body.</summary>
    protected abstract string TextOf(HttpContext http);

    protected abstract Task WriteAsync(HttpContext http, int status, string text);

    protected abstract void OnFault(Exception fault, HttpRequest request);

    private Task FailAsync(HttpContext http, int status, string text) =>
        http.Response.HasStarted ? Task.CompletedTask : WriteAsync(http, status, text);
}
