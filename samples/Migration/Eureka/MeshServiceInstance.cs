using Mesh.Catalog;

namespace Mesh.Samples.Migration.Eureka;

/// <summary>An instance with the members of Steeltoe's IServiceInstance.</summary>
internal sealed class MeshServiceInstance(ServiceInstance instance)
{
    public string ServiceId => instance.Service.Value;

    public string InstanceId => instance.Id.Value;

    public string Host => instance.Host;

    public int Port => instance.Port;

    public bool IsSecure => instance.Ports.TryGetValue("https", out var port) && port == instance.Port;

    public Uri Uri => new UriBuilder(IsSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, Host, Port).Uri;

    public IReadOnlyDictionary<string, string?> Metadata => instance.Metadata.ToDictionary(m => m.Key, m => (string?)m.Value);
}
