using Mesh.Options;
using Microsoft.Extensions.Options;

namespace Mesh.Hosting;

/// <summary>
/// Checks options against their annotations. A class with rules that concern several keys has a validator that is made
/// from this one and adds them.
/// </summary>
public class MeshOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : class
{
    protected static string Section { get; } = OptionClass.Of<TOptions>().Section;

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. OptionChecks.Check(options, Section)];
        faults.AddRange(CheckTogether(options, faults.Count == 0));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What annotations cannot say, one line for each fault.</summary>
    /// <param name="areInBounds">Each value for itself is in its bounds.</param>
    protected virtual IEnumerable<string> CheckTogether(TOptions options, bool areInBounds) => [];
}
