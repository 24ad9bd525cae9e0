namespace Mesh.Wire;

/// <summary>
/// The configuration that binds the wire messages to <see cref="MeshSerializer"/>. Every ActorSystem that talks to a
/// mesh needs it, those outside the mesh too.
/// </summary>
internal static class MeshSerializerHocon
{
    public const string Text = """
        akka.actor {
          serializers {
            mesh = "Mesh.Wire.MeshSerializer, Mesh.Actors"
          }
          serialization-bindings {
            "Mesh.IWireMessage, Mesh.Actors" = mesh
          }
          serialization-identifiers {
            "Mesh.Wire.MeshSerializer, Mesh.Actors" = 4053
          }
        }
        """;
}
