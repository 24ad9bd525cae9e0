using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>A layout that is written too: the keys and values under which its own clients find an instance. Pure.</summary>
internal interface IInstanceLayout : IInstanceRule
{
    /// <summary>As options call it.</summary>
    string Name { get; }

    /// <summary>Keys begin with it, then with the name of the service.</summary>
    string Folder { get; }

    /// <summary>Null: the layout has no key for such an instance.</summary>
    string? KeyOf(ServiceInstance instance);

    byte[] ValueOf(ServiceInstance instance);
}
