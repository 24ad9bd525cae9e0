using Mesh.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Federation.Options;

/// <summary>Stops the host's start with one readable line for each option of a gateway that cannot be.</summary>
internal sealed class GatewayOptionsValidator(MeshOptions mesh) : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var faults = FederationChecks.Check(options, mesh.MeshName, mesh.Insecure);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
