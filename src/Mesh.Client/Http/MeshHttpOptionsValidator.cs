using Mesh.Options;
using Mesh.Selection;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Http;

internal sealed class MeshHttpOptionsValidator(PickPolicies? policies = null) : IValidateOptions<MeshHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, MeshHttpOptions options)
    {
        List<string> faults = [.. OptionChecks.Check(options, $"HttpClient '{name}'")];
        var known = (policies ?? PickPolicies.BuiltIn).Names;
        if (options.Policy is { } policy && !known.Contains(policy))
            faults.Add($"HttpClient '{name}':Policy: '{policy}' must be one of {string.Join(", ", known)}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
