using Mesh.Catalog;

namespace Mesh.Node.Consul.Agent;

/// <summary>The parts of a query string that the agent's endpoints know.</summary>
internal static class AgentQuery
{
    /// <summary>Null when it is not there.</summary>
    public static string? Text(HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A flag is set by being there, unless it says otherwise.</summary>
    public static bool IsSet(HttpContext http, string name) => Text(http, name) is { } text
        && (text.Length == 0 || (AgentMaintenance.TryEnable(text, out var isOn) && isOn));

    /// <summary>The wait of a blocking query; null: not given. False: not a duration.</summary>
    public static bool TryWait(HttpContext http, out TimeSpan? wait)
    {
        wait = null;
        if (Text(http, "wait") is not { Length: > 0 } text)
            return true;
        if (!DurationText.TryParse(text, out var span))
            return false;
        wait = span;
        return true;
    }
}
