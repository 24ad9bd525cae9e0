namespace Mesh.Client;

/// <summary>A service that the application offers. What is left out is found when the application has started.</summary>
public sealed class ServiceRegistration
{
    /// <summary>The service's name, see <see cref="Catalog.ServiceName"/>. Required.</summary>
    public string Service { get; set; } = "";

    /// <summary>The instance's id, unique in the service; null: <c>service-host-port</c>.</summary>
    public string? Id { get; set; }

    /// <summary>
    /// The address that callers use; null: the host the server listens on, or the node's own. The server's is not taken where
    /// only this machine reaches it and the node is called from others.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>The port that callers use, 1 to 65535; null: the first that the server listens on.</summary>
    public int? Port { get; set; }

    /// <summary>The application has no port to be called at, such as a worker: it is seen, and never picked for a call.</summary>
    /// <value>The default is false.</value>
    public bool WithoutPort { get; set; }

    /// <summary>The scheme of the server's address to take when the port is left out: "http" or "https"; null: the first.</summary>
    public string? Scheme { get; set; }

    /// <summary>
    /// Further ports by name. Those of the application's server are added as "http" and "https", a second one of the same
    /// scheme as "http-8081"; by them callers know what the main port speaks.
    /// </summary>
    public IDictionary<string, int> Ports { get; } = new Dictionary<string, int>();

    /// <summary>Null: the node's zone.</summary>
    public string? Zone { get; set; }

    public string Version { get; set; } = "";

    public IList<string> Tags { get; } = [];

    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <summary>Share of calls relative to the others, 0 to 65535.</summary>
    /// <value>The default is 1.</value>
    public int Weight { get; set; } = 1;
}
