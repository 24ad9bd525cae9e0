using Mesh.Client;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Reading;
using Mesh.Node.Consul.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Consul.Kv;

/// <summary>kv: entries without locks.</summary>
internal static class KvEndpoints
{
    private const string Path = "/v1/kv/";
    private const string Route = Path + "{**key}";

    public static void Map(IEndpointRouteBuilder routes, ConsulResponder responder, IMeshKeyValues store)
    {
        routes.MapGet(Route, http => responder.AnswerAsync(http, query => new(new KvSource(
            store,
            KeyOf(http),
            KvMapping.FormOf(http.Request.Query),
            query,
            http.Request.Query["separator"].FirstOrDefault() ?? ""))));
        routes.MapPut(Route, http => PutAsync(http, store)).Demand(AccessAction.Register);
        routes.MapDelete(Route, http => WriteAsync(http, store, KvMapping.Delete(KeyOf(http), http.Request.Query)))
            .Demand(AccessAction.Register);
    }

    private static async Task PutAsync(HttpContext http, IMeshKeyValues store)
    {
        if (await ReadAsync(http) is { } value)
            await WriteAsync(http, store, KvMapping.Put(KeyOf(http), value, http.Request.Query));
        else
            await ConsulReply.WriteAsync(http, new ConsulFault(
                StatusCodes.Status413PayloadTooLarge,
                $"Request body too large, max size: {KeyValueLimits.ValueLength} bytes"));
    }

    private static async Task WriteAsync(
        HttpContext http, IMeshKeyValues store, (KeyBatch? Batch, ConsulFault? Fault) asked)
    {
        var fault = KvMapping.CheckLocks(http.Request.Query) ?? asked.Fault;
        fault ??= KvMapping.FaultOf(await store.ApplyAsync(asked.Batch!, http.RequestAborted));
        if (fault is not null)
        {
            await ConsulReply.WriteAsync(http, fault);
            return;
        }

        http.Response.ContentType = ConsulAnswer.Json;
        await ConsulReply.WriteAsync(http, Done);
    }

    private static ConsulAnswer Done { get; } = new(1, "true"u8.ToArray());

    /// <summary>Null: too long.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > KeyValueLimits.ValueLength)
            return null;
        using var value = new MemoryStream();
        var buffer = new byte[4_096];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            value.Write(buffer, 0, read);
            if (value.Length > KeyValueLimits.ValueLength)
                return null;
        }

        return value.ToArray();
    }

    /// <summary>The key as the client wrote it: routing leaves an escaped slash escaped, the raw target tells.</summary>
    private static string KeyOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!target.StartsWith(Path, StringComparison.Ordinal))
            return ConsulPath.Value(http, "key");
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return Uri.UnescapeDataString(target[Path.Length..(end < 0 ? target.Length : end)]);
    }
}
