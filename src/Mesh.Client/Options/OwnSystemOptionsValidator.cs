using Microsoft.Extensions.Options;

namespace Mesh.Client;

/// <summary>Refuses what only a node that is started with the host does: in an application's own ActorSystem nobody would.</summary>
internal sealed class OwnSystemOptionsValidator : IValidateOptions<MeshClientOptions>
{
    public ValidateOptionsResult Validate(string? name, MeshClientOptions options) => options.Registrations.Count == 0
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"{MeshClientOptions.Section}:Registrations: '{options.Registrations[0].Service}' must be registered by IMeshClient.RegisterAsync, "
            + "for with AddMeshClient the ActorSystem is the application's and nothing is registered by itself");
}
