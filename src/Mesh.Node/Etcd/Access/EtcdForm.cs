using System.Globalization;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Access;

/// <summary>etcd over gRPC: the token of its clients, and refusals as replies without a body, their trailers in the header.</summary>
internal sealed class EtcdForm : IDoorForm
{
    public static readonly EtcdForm Instance = new();

    public bool TakesSessions => true;

    public string? SecretOf(HttpRequest request) => TokenOf(request.Headers);

    public Task RefuseAsync(HttpContext http, AccessDecision decision) => RefuseAsync(http, EtcdAccess.FaultOf(decision)!);

    public Task NotServingAsync(HttpContext http, string reason) =>
        RefuseAsync(http, new EtcdFault(Grpc.Core.StatusCode.Unavailable, $"mesh: {reason}"));

    public static Task RefuseAsync(HttpContext http, EtcdFault fault)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)fault.Code).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(fault.Text);
        return Task.CompletedTask;
    }

    /// <summary>As etcd's clients send it: metadata "token", or the header Authorization with or without its scheme.</summary>
    public static string? TokenOf(IHeaderDictionary headers) =>
        headers["token"] is [{ Length: > 0 } token, ..] ? token
        : headers.Authorization is [{ Length: > 0 } header, ..] ? header[(header.LastIndexOf(' ') + 1)..]
        : null;
}
