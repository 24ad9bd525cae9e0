using Microsoft.Extensions.Options;

namespace Mesh.Node.Dns;

/// <summary>Names the key, the value and the bound of each fault. Pure.</summary>
internal sealed class DnsOptionsValidator : IValidateOptions<DnsOptions>
{
    /// <summary>Room for the names below it.</summary>
    private const int MaxDomainLength = 64;

    public ValidateOptionsResult Validate(string? name, DnsOptions options)
    {
        var faults = new List<string>();
        if (options.Domain.Length is 0 or > MaxDomainLength || DnsName.Encode(options.Domain) is null)
            Add(nameof(options.Domain), $"'{options.Domain}'", $"must be a domain name of at most {MaxDomainLength} characters");
        if (options.Datacenter.Contains('.', StringComparison.Ordinal) || DnsName.Encode(options.Datacenter) is null)
            Add(nameof(options.Datacenter), $"'{options.Datacenter}'", "must be one label");
        if (options.Ttl is < 0 or > 5)
            Add(nameof(options.Ttl), $"{options.Ttl}", "must be 0 to 5 seconds");
        if (options.MaxDatagram is < DnsQuery.PlainSize or > 8_192)
            Add(nameof(options.MaxDatagram), $"{options.MaxDatagram}", "must be 512 to 8192 octets");
        if (options.MaxConnections is < 1 or > 10_000)
            Add(nameof(options.MaxConnections), $"{options.MaxConnections}", "must be 1 to 10000");
        if (options.IdleTimeout < TimeSpan.FromSeconds(1) || options.IdleTimeout > TimeSpan.FromMinutes(2))
            Add(nameof(options.IdleTimeout), $"{options.IdleTimeout:c}", "must be 00:00:01 to 00:02:00");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Add(string key, string value, string bound) => faults.Add($"{DnsOptions.Section}:{key}: {value} {bound}");
    }
}
