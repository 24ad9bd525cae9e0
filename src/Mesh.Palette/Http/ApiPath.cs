namespace Mesh.Palette.Http;

/// <summary>Paths of the API, escaped.</summary>
internal static class ApiPath
{
    public static string Service(string service) => "mesh/v1/services/" + Uri.EscapeDataString(service);

    /// <summary>An id that is a word of another path has a path of its own.</summary>
    public static string Instance(string service, string id) =>
        Service(service) + (id is "policy" or "pick" or "instances" ? "/instances/" : "/") + Uri.EscapeDataString(id);
}
