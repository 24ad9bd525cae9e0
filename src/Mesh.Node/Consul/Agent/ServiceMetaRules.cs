using Mesh.Catalog;

namespace Mesh.Node.Consul.Agent;

/// <summary>What an agent lets into the Meta of a service, in Consul's words. Pure.</summary>
internal static class ServiceMetaRules
{
    private const string Reserved = "consul-";

    /// <summary>Null: it is in order.</summary>
    public static string? Fault(ValueMap<string> meta)
    {
        if (meta.Count > InstanceLimits.MetadataEntries)
            return $"Invalid Service Meta: Node metadata cannot contain more than {InstanceLimits.MetadataEntries} key/value pairs";
        foreach (var (key, value) in meta)
        {
            if (Fault(key, value) is { } fault)
                return $"Invalid Service Meta: Couldn't load metadata pair ('{ShortText.Of(key)}', '{ShortText.Of(value)}'): {fault}";
        }

        return null;
    }

    private static string? Fault(string key, string value) =>
        key.Length == 0 ? "Key cannot be blank"
        : !key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? "Key contains invalid characters"
        : key.Length > InstanceLimits.MetadataKeyLength ? $"Key is too long (limit: {InstanceLimits.MetadataKeyLength} characters)"
        : key.StartsWith(Reserved, StringComparison.Ordinal) ? $"Key prefix '{Reserved}' is reserved for internal use"
        : value.Length > InstanceLimits.MetadataValueLength ? $"Value is too long (limit: {InstanceLimits.MetadataValueLength} characters)"
        : null;
}
