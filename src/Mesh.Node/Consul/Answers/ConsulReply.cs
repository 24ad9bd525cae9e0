using System.Text;

namespace Mesh.Node.Consul.Answers;

/// <summary>Writes replies: a body that is ready, or an error as a line of text.</summary>
internal static class ConsulReply
{
    public static Task WriteAsync(HttpContext http, ConsulAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        return answer.Body.Length == 0
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(answer.Body, 0, answer.Body.Length, http.RequestAborted);
    }

    public static async Task WriteAsync(HttpContext http, ConsulFault fault)
    {
        var response = http.Response;
        ConsulHeaders.WriteAlways(response.Headers);
        response.StatusCode = fault.Status;
        if (fault.Status == StatusCodes.Status429TooManyRequests)
            response.Headers.RetryAfter = "1";
        response.ContentType = "text/plain; charset=utf-8";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(fault.Text), http.RequestAborted);
    }
}
