using Mesh.Catalog;

namespace Mesh.Selection;

/// <summary>An instance as picks hand it out.</summary>
public sealed class Endpoint
{
    public Endpoint(InstanceView view, EndpointLoad load, bool isUnconfirmed)
    {
        View = view;
        Load = load;
        IsUnconfirmed = isUnconfirmed;
    }

    public InstanceView View { get; }

    public ServiceInstance Instance => View.Instance;

    public string Host => View.Instance.Host;

    public int Port => View.Instance.Port;

    public EndpointLoad Load { get; }

    /// <summary>Offered although its owner is suspect or unreachable, because too few others are left.</summary>
    public bool IsUnconfirmed { get; }
}
