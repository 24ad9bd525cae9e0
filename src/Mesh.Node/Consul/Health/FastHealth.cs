using Mesh.Client;
using Mesh.Node.Access;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Bodies;
using Mesh.Node.Consul.Requests;

namespace Mesh.Node.Consul.Health;

/// <summary>
/// The short way for GET health/service, by far the commonest request: a question that was answered before for the
/// same view of the service is known by its text and answered with the bytes that are there. It comes before routing,
/// which costs more than this does, and so before it is decided who may ask: it is for nodes without tokens, and not for
/// requests that say which site they are sent for.
/// </summary>
internal sealed class FastHealth(
    IMeshClient client, ServiceBodyCache cache, RaisedIndexes raised, Serving serving, TimeProvider time)
{
    private const string Path = "/v1/health/service/";

    /// <summary>As middleware, before all others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) => TryAnswer(http) ?? next(http);

    /// <summary>Null: it has to go the long way.</summary>
    private Task? TryAnswer(HttpContext http)
    {
        if (http.Request.Path.Value is not { } path
            || !path.StartsWith(Path, StringComparison.Ordinal)
            || !HttpMethods.IsGet(http.Request.Method)
            || !serving.IsOn
            || SiteRequest.NamesSite(http.Request.Headers))
        {
            return null;
        }

        var snapshot = client.Snapshot;
        if (snapshot.Find(path[Path.Length..]) is not { } view || raised.IsRaised(view.Name.Value))
            return null;
        var bodies = cache.Of(view);
        if (bodies.FindByText(http.Request.QueryString.Value ?? "") is not { } known || HasScope(http.Request.Headers))
            return null;
        var age = bodies.AgeIn(snapshot, time);
        ConsulHeaders.Write(http.Response.Headers, known.Answer, client.State, age);
        if (known.IsCached)
            ConsulHeaders.WriteCache(http.Response.Headers, age);
        return ConsulReply.WriteAsync(http, known.Answer);
    }

    /// <summary>From now on the query is known by its text. It must not depend on what the client has.</summary>
    public void Remember(HttpContext http, string service, ConsulQuery query, ConsulAnswer answer)
    {
        if (client.Snapshot.Find(service) is { } view && view.Index == answer.Index)
            cache.Of(view).KeepByText(http.Request.QueryString.Value ?? "", new KnownAnswer(answer, query.Cached));
    }

    private static bool HasScope(IHeaderDictionary headers) =>
        headers.ContainsKey(ConsulHeaders.Namespace) || headers.ContainsKey(ConsulHeaders.Partition);
}
