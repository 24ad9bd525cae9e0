namespace Mesh.Palette.Http;

/// <summary>Paths of the API, escaped.</summary>
internal static class ApiPath
{
    public static string Service(string service) => "mesh/v1/services/" + Uri.EscapeDataString(service);

    public static string Instance(string service, string id) => Service(service) + "/" + Uri.EscapeDataString(id);
}
