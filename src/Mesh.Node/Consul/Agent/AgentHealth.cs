using System.Text.Json;
using Mesh.Node.Consul.Catalog;
using Mesh.Node.Consul.Json;

namespace Mesh.Node.Consul.Agent;

/// <summary>The health of this node's services as a status code, for load balancers that look at nothing else. Pure.</summary>
internal static class AgentHealth
{
    public static ConsulAnswer OfId(string id, IReadOnlyList<CatalogEntry> own, bool isText)
    {
        var entry = own.FirstOrDefault(e => AgentJson.ServiceIdOf(e) == id);
        if (entry is null)
            return Unknown($"ServiceId {id} not found", isText);
        var status = StatusOf(entry);
        return isText
            ? ConsulAnswer.Text(CodeOf(status), status)
            : ConsulAnswer.Json(json => Write(json, entry, status), CodeOf(status));
    }

    public static ConsulAnswer OfName(string name, IReadOnlyList<CatalogEntry> own, bool isText)
    {
        var entries = own.Where(e => string.Equals(e.ServiceName, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (entries.Length == 0)
            return Unknown($"ServiceName {name} Not Found", isText);
        var status = Worst(entries.Select(StatusOf));
        return isText
            ? ConsulAnswer.Text(CodeOf(status), status)
            : ConsulAnswer.Json(json => Write(json, entries), CodeOf(status));
    }

    private static void Write(Utf8JsonWriter json, CatalogEntry[] entries)
    {
        json.WriteStartArray();
        foreach (var entry in entries)
            Write(json, entry, StatusOf(entry));
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CatalogEntry entry, string status)
    {
        json.WriteStartObject();
        json.WriteString("AggregatedStatus", status);
        json.WritePropertyName("Service");
        AgentJson.WriteService(json, entry);
        json.WriteStartArray("Checks");
        foreach (var check in OfAgent(entry))
            AgentJson.WriteCheck(json, check);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string StatusOf(CatalogEntry entry) => Worst(OfAgent(entry).Select(c => c.Status));

    // An agent that answers is alive; what others think of its node is not its own view.
    private static IEnumerable<ConsulCheck> OfAgent(CatalogEntry entry) => entry.Checks.Where(c => c.Id != NodeChecks.SerfId);

    private static string Worst(IEnumerable<string> statuses)
    {
        var worst = CheckStatus.Passing;
        foreach (var status in statuses)
        {
            if (status == CheckStatus.Critical || worst == CheckStatus.Critical)
                worst = CheckStatus.Critical;
            else if (status == CheckStatus.Warning)
                worst = CheckStatus.Warning;
        }

        return worst;
    }

    private static int CodeOf(string status) => status switch
    {
        CheckStatus.Passing => StatusCodes.Status200OK,
        CheckStatus.Warning => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static ConsulAnswer Unknown(string text, bool isText) => isText
        ? ConsulAnswer.NotFound(text)
        : ConsulAnswer.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("AggregatedStatus", CheckStatus.Critical);
                json.WriteNull("Service");
                json.WriteNull("Checks");
                json.WriteEndObject();
            },
            StatusCodes.Status404NotFound);
}
