using System.Text.Json;
using Mesh.Node.Consul.Entries;
using Mesh.Node.Formats.Consul;

namespace Mesh.Node.Consul.Agent;

/// <summary>The health of this node's services as a status code, for load balancers that look at nothing else. Pure.</summary>
internal static class AgentHealth
{
    public static AgentAnswer OfId(string id, IReadOnlyList<CatalogEntry> own, string datacenter, bool isText)
    {
        var entry = own.FirstOrDefault(e => e.ServiceId == id);
        if (entry is null)
            return Unknown($"ServiceId {id} not found", isText);
        var status = StatusOf(entry);
        return isText
            ? AgentAnswer.Text(CodeOf(status), status)
            : AgentAnswer.Json(json => Write(json, entry, datacenter, status), CodeOf(status));
    }

    public static AgentAnswer OfName(string name, IReadOnlyList<CatalogEntry> own, string datacenter, bool isText)
    {
        var entries = own.Where(e => string.Equals(e.ServiceName, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (entries.Length == 0)
            return Unknown($"ServiceName {name} Not Found", isText);
        var status = Worst(entries.Select(StatusOf));
        return isText
            ? AgentAnswer.Text(CodeOf(status), status)
            : AgentAnswer.Json(json => Write(json, entries, datacenter), CodeOf(status));
    }

    private static void Write(Utf8JsonWriter json, CatalogEntry[] entries, string datacenter)
    {
        json.WriteStartArray();
        foreach (var entry in entries)
            Write(json, entry, datacenter, StatusOf(entry));
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CatalogEntry entry, string datacenter, string status)
    {
        json.WriteStartObject();
        json.WriteString("AggregatedStatus", status);
        json.WritePropertyName("Service");
        AgentJson.WriteService(json, entry, datacenter);
        json.WriteStartArray("Checks");
        foreach (var check in OfAgent(entry))
            EntryJson.WriteCheck(json, check);
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

    private static AgentAnswer Unknown(string text, bool isText) => isText
        ? AgentAnswer.NotFound(text)
        : AgentAnswer.Json(
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
