using System.Text;
using Mesh.Catalog;
using Mesh.KeyValues;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// Which keys are instances of services: the layouts of the registries that are built on etcd, in order of precedence.
/// What fits none of them, or would not be a legal instance, stays a plain key. Pure.
/// </summary>
internal sealed class InstanceRules
{
    // The bound of a key that can be told from its instance, see DerivedInstances. Frameworks keep an instance in some hundred bytes; what is much larger is not one and is not worth a look.
    private const int MaxKey = 384;
    private const int MaxValue = 64 * 1024;

    private readonly IInstanceRule[] _rules;

    public InstanceRules(EtcdPrefixes prefixes)
    {
        Native = new NativeRule(prefixes.Service);
        _rules =
        [
            Native,
            new KratosRule(prefixes.Kratos),
            new MicroRule(prefixes.Micro),
            new NamingRule(prefixes.Service),
            new ZeroRule(),
        ];
    }

    /// <summary>The layout in which instances of other doors are shown.</summary>
    public NativeRule Native { get; }

    public ServiceInstance? Derive(Octets key, Octets value) => Derive(key.Span, value.Span);

    private ServiceInstance? Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length > MaxKey || value.Length > MaxValue)
            return null;
        foreach (var rule in _rules)
        {
            if (rule.Fits(key, value) && Text(key) is { } text && rule.Derive(text, value) is { } found)
                return InstanceValidation.Check(found).Count == 0 ? found : null;
        }

        return null;
    }

    private static string? Text(ReadOnlySpan<byte> key) =>
        System.Text.Unicode.Utf8.IsValid(key) ? Encoding.UTF8.GetString(key) : null;
}
