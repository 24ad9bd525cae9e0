namespace Mesh.Client;

/// <summary>Tags of the mesh's health checks.</summary>
public static class MeshTags
{
    /// <summary>On each of them; the application's health as told to the mesh leaves them out.</summary>
    public const string Mesh = "mesh";
    public const string Ready = "ready";
}
