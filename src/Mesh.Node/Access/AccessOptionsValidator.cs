using Mesh.Catalog;
using Mesh.Client;
using Mesh.Hosting;
using Mesh.Node.Listening;
using Mesh.Options;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Access;

/// <summary>Stops the start with a line for each token that cannot be, and when doors would be open to the network.</summary>
internal sealed class AccessOptionsValidator(IOptions<MeshClientOptions> mesh, DoorSettings doors) : MeshOptionsValidator<AccessOptions>
{
    protected override IEnumerable<string> CheckTogether(AccessOptions options, bool areInBounds)
    {
        List<string> faults = [];
        for (var i = 0; i < options.Tokens.Count; i++)
            Check(faults, options.Tokens[i], $"{AccessOptions.Section}:Tokens:{i}");
        Check(faults, options.Anonymous, $"{AccessOptions.Section}:Anonymous");
        CheckSites(faults, options);
        if (faults.Count > 0 || !areInBounds)
            return faults;
        if (options.SessionKey.Length is > 0 and < AccessTokenOptions.MinSecretLength)
            faults.Add($"{AccessOptions.Section}:SessionKey: has {options.SessionKey.Length} characters, {AccessTokenOptions.MinSecretLength} to 256 are needed");
        // Whoever says what callers without a token may do wants that others need one.
        if (options.Tokens.Count == 0 && options.Anonymous.Count > 0)
            faults.Add($"{AccessOptions.Section}:Anonymous: means nothing without {AccessOptions.Section}:Tokens, everybody may do everything");
        foreach (var twice in options.Tokens.GroupBy(t => t.Sha256.Length > 0 ? t.Sha256.ToLowerInvariant() : AccessPolicy.Hash(t.Secret)).Where(g => g.Count() > 1))
            faults.Add($"{AccessOptions.Section}:Tokens: {string.Join(" and ", twice.Select(t => $"'{t.Name}'"))} have the same secret");
        if (options.Tokens.Count == 0 && !mesh.Value.Insecure && !MeshOptionsValidation.IsLoopback(mesh.Value.Host))
        {
            faults.Add($"{AccessOptions.Section}:Tokens: none are given and Mesh:Host '{mesh.Value.Host}' is not loopback; "
                + "give tokens, or set Mesh:Insecure to true if the network is protected otherwise");
        }

        if (doors.Dns is not null && options.Tokens.Count > 0 && !AccessPolicy.From(options).GrantOf(null)!.Allows(AccessAction.Read))
        {
            faults.Add($"--dns: a question of DNS carries no token; let everybody read all services in {AccessOptions.Section}:Anonymous, "
                + "or leave the door closed");
        }

        return faults;
    }

    private static void CheckSites(List<string> faults, AccessOptions options)
    {
        foreach (var (i, host) in options.Hosts.Index())
        {
            if (!IsHost(host))
                faults.Add($"{AccessOptions.Section}:Hosts:{i}: '{ShortText.Of(host)}' must be a name without a port, \"*.name\" or \"*\"");
        }

        foreach (var (i, origin) in options.Origins.Index())
        {
            if (!IsOrigin(origin))
            {
                faults.Add($"{AccessOptions.Section}:Origins:{i}: '{ShortText.Of(origin)}' must be a scheme with a host, "
                    + "and a port where it is not the scheme's own");
            }
        }
    }

    private static bool IsHost(string host) => host is "*"
        || (host.Length > 0 && !host.AsSpan().ContainsAny("/@ ") && host.LastIndexOf('*') <= 0
            && (host[0] != '*' || host.StartsWith("*.", StringComparison.Ordinal)));

    private static bool IsOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var site)
        && string.Equals(site.GetLeftPart(UriPartial.Authority), origin.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static void Check(List<string> faults, AccessTokenOptions token, string key)
    {
        // The secret itself is not repeated in a message.
        if (token.Sha256.Length > 0 && token.Secret.Length > 0)
            faults.Add($"{key}: either Secret or Sha256, not both");
        else if (token.Sha256.Length > 0 && !(token.Sha256.Length == 64 && token.Sha256.All(char.IsAsciiHexDigit)))
            faults.Add($"{key}:Sha256: must be 64 hexadecimal digits");
        else if (token.Sha256.Length == 0 && token.Secret.Length is < AccessTokenOptions.MinSecretLength or > AccessTokenOptions.MaxSecretLength)
            faults.Add($"{key}:Secret: has {token.Secret.Length} characters, {AccessTokenOptions.MinSecretLength} to {AccessTokenOptions.MaxSecretLength} are needed");
        if (token.Rules.Count == 0)
            faults.Add($"{key}:Rules: at least one, or the token allows nothing");
        Check(faults, token.Rules, $"{key}:Rules");
    }

    private static void Check(List<string> faults, IList<AccessRuleOptions> rules, string key)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Allow.Count == 0)
                faults.Add($"{key}:{i}:Allow: at least one of read, register, operate");
            if (rules[i].Prefix.Length > 0 && !ServiceName.TryParse(rules[i].Prefix, out _, out _))
                faults.Add($"{key}:{i}:Prefix: '{ShortText.Of(rules[i].Prefix)}' begins no name of a service: letters, digits, '-', '_' and '.'");
        }
    }
}
