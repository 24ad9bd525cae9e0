namespace Mesh.Node.Consul.Blocking;

/// <summary>
/// What blocking queries wait for: a service by its name, or one of these, none of which can be the name of a service.
/// </summary>
internal static class Topics
{
    /// <summary>Any change of any instance.</summary>
    public const string Everything = ":everything";

    /// <summary>The names of the services and their tags.</summary>
    public const string Services = ":services";

    /// <summary>The nodes of the mesh.</summary>
    public const string Nodes = ":nodes";

    /// <summary>The nodes of the mesh, without those that instances were registered on from outside.</summary>
    public const string Peers = ":peers";

    /// <summary>What never changes.</summary>
    public const string Never = ":never";

    /// <summary>The key-value store.</summary>
    public const string Keys = ":keys";
}
