using Mesh.Federation.Options;

namespace Mesh.Node.Hosting;

/// <summary>What the command line says of the federation, put over the configuration.</summary>
internal static class FederationSettings
{
    private const string TableFile = "overlay-peers";

    public static void Apply(NodeSettings settings, GatewayOptions options)
    {
        options.Gateway = settings.Gateway ?? options.Gateway;
        options.Mode = settings.FederationMode ?? options.Mode;
        options.Credentials = settings.FederationCredentials ?? options.Credentials;
        options.Client |= settings.FederationClient;
        if (settings.FederationSeeds.Count > 0)
            options.Seeds.Clear();
        foreach (var seed in settings.FederationSeeds)
            options.Seeds.Add(seed);
        if (settings.DataDirectory is { } data && options.TableFile.Length == 0)
            options.TableFile = Path.Combine(data, TableFile);
    }
}
