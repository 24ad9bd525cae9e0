using Akka.Actor;
using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>What membership does to the cluster.</summary>
internal interface IClusterControl
{
    Owner Self { get; }

    /// <summary>The actor that tells membership what the cluster and remoting say; null: somebody else does.</summary>
    Props? Events(IActorRef membership);

    /// <summary>Joins through the member with this address; through itself: forms a mesh.</summary>
    void Join(string address);

    void Leave(string address);

    void Down(string address);
}
