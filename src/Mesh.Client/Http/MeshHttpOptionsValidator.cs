using Mesh.Options;
using Mesh.Selection;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Http;

internal sealed class MeshHttpOptionsValidator : IValidateOptions<MeshHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, MeshHttpOptions options)
    {
        List<string> faults = [.. OptionChecks.Check(options, $"HttpClient '{name}'")];
        if (options.Policy is { } policy && !PolicyNames.All.Contains(policy))
            faults.Add($"HttpClient '{name}':Policy: '{policy}' must be one of {string.Join(", ", PolicyNames.All)}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
