using Mesh.Federation.Trust;
using Mesh.Testing.Overlay;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Sites;

/// <summary>
/// An authority and the keys of gateways in a folder of their own, made by "mesh certs", for gateways that are processes;
/// and for those that are none. Disposing removes the folder.
/// </summary>
internal sealed class FederationKeys : IDisposable
{
    private const string Authority = "authority";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-federation-");
    private readonly HashSet<string> _meshes = [];

    private FederationKeys()
    {
    }

    /// <summary>The same federation for gateways in this process.</summary>
    public TestFederation Federation { get; private set; } = null!;

    public static async Task<FederationKeys> CreateAsync()
    {
        var keys = new FederationKeys();
        try
        {
            await keys.RunAsync("authority", "--out", keys.At(Authority));
            keys.Federation = new TestFederation(IdentityFiles.ReadKey(Path.Combine(keys.At(Authority), IdentityFiles.AuthorityKey)));
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>A new folder with the credentials of a gateway of this mesh.</summary>
    public async Task<string> NewGatewayAsync(string mesh, string host)
    {
        if (_meshes.Add(mesh))
            await RunAsync("mesh", mesh, "--authority", At(Authority), "--out", At(mesh));
        var folder = At($"{mesh}-{host}");
        await RunAsync("gateway", "--mesh", At(mesh), "--host", host, "--out", folder);
        return folder;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task RunAsync(params string[] arguments)
    {
        await using var certs = ChildProcess.Start(NodeBinary.Path, ["certs", .. arguments], []);
        if (await certs.WaitAsync(Limit) is not 0 and var code)
            throw new InvalidOperationException($"mesh certs {string.Join(' ', arguments)} ended with {code}: {certs.Output}");
    }
}
