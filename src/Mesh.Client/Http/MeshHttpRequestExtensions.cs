namespace Mesh.Client;

/// <summary>What a single request may ask of the mesh.</summary>
public static class MeshHttpRequestExtensions
{
    /// <summary>The option under which a request carries its hash key.</summary>
    public static readonly HttpRequestOptionsKey<string> Key = new("Mesh.Key");

    /// <summary>Requests with equal keys go to the same instance as long as it is there.</summary>
    public static HttpRequestMessage WithMeshKey(this HttpRequestMessage request, string key)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Set(Key, key);
        return request;
    }
}
