using Grpc.Core;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>etcd over JSON: the token of its clients, and refusals as its gateway writes errors.</summary>
internal sealed class JsonForm : IDoorForm
{
    public static readonly JsonForm Instance = new();

    public bool TakesSessions => true;

    public string? SecretOf(HttpRequest request) => EtcdForm.TokenOf(request.Headers);

    public Task RefuseAsync(HttpContext http, AccessDecision decision) =>
        JsonGateway.WriteAsync(http, EtcdAccess.FaultOf(decision)!);

    public Task NotServingAsync(HttpContext http, string reason) =>
        JsonGateway.WriteAsync(http, new EtcdFault(StatusCode.Unavailable, $"mesh: {reason}"));
}
