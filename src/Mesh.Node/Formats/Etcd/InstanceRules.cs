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
    private readonly IInstanceRule[] _rules;
    private readonly Octets[] _folders;

    public InstanceRules(EtcdPrefixes prefixes)
    {
        _rules =
        [
            new NativeRule(prefixes.Service),
            new KratosRule(prefixes.Kratos),
            new MicroRule(prefixes.Micro),
            new KitexRule(prefixes.Kitex),
            new GoFrameRule(prefixes.GoFrame),
            new SkyDnsRule(prefixes.SkyDns),
            new DubboInterfaceRule(prefixes.Dubbo),
            new DubboRule(prefixes.Service),
            new NamingRule(prefixes.Service),
            new ZeroRule(),
            new RpcxRule(prefixes.Rpcx),
        ];
        Layouts = [.. _rules.OfType<IInstanceLayout>()];
        _folders = [.. Layouts.Select(l => l.Folder).Distinct().Select(Octets.Utf8)];
    }

    /// <summary>Those in which instances can be written.</summary>
    public IReadOnlyList<IInstanceLayout> Layouts { get; }

    /// <summary>The names of those, as options have them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. new InstanceRules(EtcdPrefixes.Default).Layouts.Select(l => l.Name)];

    /// <summary>Is a key below one of the prefixes, or a folder on the way to one, as some registries make them?</summary>
    public bool IsOfServices(Octets key) => _folders.Any(folder => key.StartsWith(folder) || folder.StartsWith(Octets.Wrap([.. key.Span, (byte)'/'])));

    public IInstanceLayout Layout(string name) => Layouts.First(l => l.Name == name);

    public ServiceInstance? Derive(Octets key, Octets value) => Derive(key.Span, value.Span);

    private ServiceInstance? Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
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
