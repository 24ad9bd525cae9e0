using System.Globalization;
using System.Text.Json;
using Mesh.Node.Access;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Consul.Json;
using Mesh.Node.Consul.Requests;
using Mesh.Selection;

namespace Mesh.Node.Consul.Prepared;

/// <summary>query: questions that are kept, and asked by their name.</summary>
internal sealed class PreparedEndpoints(PreparedStore store, PreparedExecution execution, IPickRandom random)
{
    private const string Path = "/v1/query";
    private static readonly AgentAnswer Missing = AgentAnswer.NotFound("Query not found");

    /// <param name="routes">For callers that may read.</param>
    public static void Map(IEndpointRouteBuilder routes, PreparedEndpoints endpoints)
    {
        routes.MapGet(Path, http => endpoints.HeadedAsync(http, endpoints.List()));
        routes.MapPost(Path, endpoints.CreateAsync).Demand(AccessAction.Register);
        routes.MapGet(Path + "/{id}", http => endpoints.HeadedAsync(http, endpoints.Show(IdOf(http))));
        routes.MapPut(Path + "/{id}", endpoints.UpdateAsync).Demand(AccessAction.Register);
        routes.MapDelete(Path + "/{id}", endpoints.RemoveAsync).Demand(AccessAction.Register);
        routes.MapGet(Path + "/{id}/execute", endpoints.ExecuteAsync);
        routes.MapGet(Path + "/{id}/explain", http => endpoints.HeadedAsync(http, endpoints.Explain(IdOf(http))));
    }

    private static string IdOf(HttpContext http) => ConsulPath.Value(http, "id");

    private Task HeadedAsync(HttpContext http, AgentAnswer answer)
    {
        ConsulHeaders.WriteAlways(http.Response.Headers);
        http.Response.Headers["X-Consul-Index"] = Math.Max(1, store.Revision).ToString(CultureInfo.InvariantCulture);
        return answer.WriteAsync(http);
    }

    private AgentAnswer List() => AgentAnswer.Json(json =>
    {
        json.WriteStartArray();
        foreach (var query in store.All())
            PreparedQueryMapping.Write(json, query);
        json.WriteEndArray();
    });

    private AgentAnswer Show(string id) => store.Find(id) is { } query
        ? AgentAnswer.Json(json =>
        {
            json.WriteStartArray();
            PreparedQueryMapping.Write(json, query);
            json.WriteEndArray();
        })
        : Missing;

    private AgentAnswer Explain(string name) => store.FindFor(name) is { } query
        ? AgentAnswer.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("Query"u8);
            PreparedQueryMapping.Write(json, query);
            json.WriteEndObject();
        })
        : Missing;

    private async Task CreateAsync(HttpContext http)
    {
        var id = Guid.NewGuid().ToString("D");
        var answer = await WriteAsync(http, id) ?? AgentAnswer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("ID"u8, id);
            json.WriteEndObject();
        });
        await answer.WriteAsync(http);
    }

    private async Task UpdateAsync(HttpContext http)
    {
        var id = IdOf(http);
        var answer = store.Find(id) is null
            ? AgentAnswer.Text(StatusCodes.Status500InternalServerError, $"Cannot modify non-existent prepared query: '{id}'")
            : await WriteAsync(http, id) ?? AgentAnswer.Done;
        await answer.WriteAsync(http);
    }

    private async Task RemoveAsync(HttpContext http)
    {
        var fault = await store.RemoveAsync(IdOf(http), http.RequestAborted);
        await (fault is null ? AgentAnswer.Done : AgentAnswer.Of(fault)).WriteAsync(http);
    }

    /// <summary>Null: written.</summary>
    private async Task<AgentAnswer?> WriteAsync(HttpContext http, string id)
    {
        var (root, status, fault) = await ConsulBody.ReadAsync(http);
        if (root is null)
            return AgentAnswer.Text(status, fault);
        var (query, faults) = PreparedQueryMapping.Read(root.Value, id);
        if (query is null)
            return AgentAnswer.Bad(faults);
        if (store.Namesake(query) is not null)
            return AgentAnswer.Text(StatusCodes.Status500InternalServerError, $"name '{query.Name}' aliases an existing query name");
        return await store.PutAsync(query, http.RequestAborted) is { } trouble ? AgentAnswer.Of(trouble) : null;
    }

    private async Task ExecuteAsync(HttpContext http)
    {
        if (store.FindFor(IdOf(http)) is not { } query)
        {
            await Missing.WriteAsync(http);
            return;
        }

        var found = await execution.RunAsync(query, http.RequestAborted);
        CatalogEntry[] entries = [.. found.Entries];
        for (var i = entries.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (entries[i], entries[j]) = (entries[j], entries[i]);
        }

        var limit = int.TryParse(http.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            ? most
            : entries.Length;
        await HeadedAsync(http, AgentAnswer.Json(json => Write(json, query, found, entries.Take(limit))));
    }

    private static void Write(Utf8JsonWriter json, PreparedQuery query, PreparedExecution.Found found, IEnumerable<CatalogEntry> entries)
    {
        json.WriteStartObject();
        json.WriteString("Service"u8, query.Service);
        json.WriteStartArray("Nodes"u8);
        foreach (var entry in entries)
            EntryJson.WriteHealth(json, entry, found.Datacenter);
        json.WriteEndArray();
        PreparedQueryMapping.WriteDns(json, query);
        json.WriteString("Datacenter"u8, found.Datacenter);
        json.WriteNumber("Failovers"u8, found.Failovers);
        json.WriteEndObject();
    }
}
