using Mesh.Client;
using Mesh.Dashboard.Doors;
using Mesh.Remote;

namespace Mesh.Dashboard.Hosting;

/// <summary>Which pages there is something to show on: an application may embed less of a node than a stand-alone one is.</summary>
internal sealed class PagesAtHand(IMeshKeyValues? store = null, IDoorSource? doors = null, RemoteCatalog? imports = null)
{
    public bool HasKeys => store is not null;

    public bool HasDoors => doors is not null;

    public bool HasFederation => imports is not null;
}
