using Microsoft.Extensions.Options;

namespace Mesh.Node.Etcd;

/// <summary>Refuses prefixes under which a key could not be told from others.</summary>
internal sealed class EtcdOptionsValidator : IValidateOptions<EtcdOptions>
{
    private const int MaxLength = 128;

    public ValidateOptionsResult Validate(string? name, EtcdOptions options)
    {
        var faults = new List<string>();
        var seen = new HashSet<string>();
        Check(nameof(options.ServicePrefix), options.ServicePrefix);
        Check(nameof(options.KratosPrefix), options.KratosPrefix);
        Check(nameof(options.MicroPrefix), options.MicroPrefix);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(string field, string prefix)
        {
            if (prefix.Length is < 2 or > MaxLength || prefix[0] != '/' || prefix[^1] != '/')
                faults.Add($"{EtcdOptions.Section}:{field}: '{prefix}' must begin and end with '/', with at most {MaxLength} characters");
            else if (!seen.Add(prefix))
                faults.Add($"{EtcdOptions.Section}:{field}: '{prefix}' must differ from the other prefixes");
        }
    }
}
