namespace Mesh.Node.Consul.Prepared;

/// <summary>Another mesh as Consul's newer form names it. One of the two is given.</summary>
internal sealed record FailoverTarget(string Datacenter, string Peer)
{
    public string Mesh => Peer.Length > 0 ? Peer : Datacenter;
}
