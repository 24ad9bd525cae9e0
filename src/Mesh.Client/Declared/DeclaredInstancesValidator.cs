using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Declared;

/// <summary>Stops the host's start with one readable line for each fault of a declared instance.</summary>
internal sealed class DeclaredInstancesValidator(IConfiguration? configuration = null)
    : IValidateOptions<MeshClientOptions>
{
    public ValidateOptionsResult Validate(string? name, MeshClientOptions options)
    {
        if (configuration is null)
            return ValidateOptionsResult.Skip;
        var faults = DeclaredInstances.From(configuration).Faults;
        return faults.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults.Select(f => f.ToString()));
    }
}
