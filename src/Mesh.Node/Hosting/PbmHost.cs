namespace Mesh.Node.Hosting;

/// <summary>The door for pbm, in builds with -p:PetabridgeCmd=true.</summary>
internal static class PbmHost
{
#if PETABRIDGE_CMD
    public const bool IsBuiltIn = true;

    public static void Add(IServiceCollection services, int port) =>
        services.AddHostedService(s => new Mesh.Pbm.PbmDoor(
            s.GetRequiredService<Mesh.Client.IMeshClient>(),
            s.GetRequiredService<Mesh.Client.IMeshInspector>(),
            s.GetRequiredService<Microsoft.Extensions.Options.IOptions<Mesh.Client.MeshClientOptions>>().Value.Host,
            port));
#else
    public const bool IsBuiltIn = false;

    public static void Add(IServiceCollection services, int port) =>
        throw new NotSupportedException("this build has no door for pbm");
#endif
}
