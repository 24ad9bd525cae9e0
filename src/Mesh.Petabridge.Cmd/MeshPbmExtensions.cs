using Mesh.Client;
using Mesh.Palette.Local;
using Petabridge.Cmd.Host;

namespace Mesh.Pbm;

/// <summary>Adds the commands of the mesh to the pbm host of an application.</summary>
public static class MeshPbmExtensions
{
    /// <summary><c>builder.AddPetabridgeCmd(cmd => cmd.RegisterMesh(client, inspector))</c></summary>
    public static PetabridgeCmd RegisterMesh(this PetabridgeCmd host, IMeshClient client, IMeshInspector inspector)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(inspector);
        host.RegisterCommandPalette(new PbmPaletteHandler(PbmPalette.Create(), new LocalMeshApi(client, inspector)));
        return host;
    }
}
