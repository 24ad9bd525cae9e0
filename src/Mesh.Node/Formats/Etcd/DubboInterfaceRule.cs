using System.Globalization;
using System.Net;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>
/// Dubbo's interfaces: PREFIX&lt;interface&gt;/providers/&lt;URL&gt;, the URL escaped, without a value:
/// dubbo://host:port/interface?group=…&amp;version=…&amp;methods=….
/// </summary>
internal sealed class DubboInterfaceRule(string prefix) : IInstanceLayout
{
    private const string Providers = "providers";

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public string Name => "dubbo-interface";

    public string Folder => prefix;

    public bool Fits(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        key.StartsWith(_prefix) && key.IndexOf("/providers/"u8) > 0;

    public ServiceInstance? Derive(string key, ReadOnlySpan<byte> value)
    {
        if (key[prefix.Length..].Split('/') is not [var name, Providers, var escaped]
            || !ServiceName.TryParse(WebUtility.UrlDecode(name), out var service, out _)
            || !Uri.TryCreate(WebUtility.UrlDecode(escaped), UriKind.Absolute, out var url)
            || url is not { Port: > 0, IdnHost.Length: > 0 })
            return null;
        var parameters = QueryText.Parse(url.Query.TrimStart('?'));
        return InstanceId.TryParse(IdOf(url, parameters), out var id, out _)
            ? new ServiceInstance
            {
                Service = service,
                Id = id,
                Host = url.IdnHost.Trim('[', ']'),
                Port = url.Port,
                Ports = ValueMap<int>.From([new(url.Scheme, url.Port)]),
                Version = parameters.GetValueOrDefault("version") is { Length: <= InstanceLimits.VersionLength } version ? version : "",
                Weight = WeightText.Parse(parameters.GetValueOrDefault("weight"), DubboRule.DefaultWeight),
                Metadata = parameters,
                Status = parameters.GetValueOrDefault("disabled") == "true" ? InstanceStatus.Critical : InstanceStatus.Passing,
            }
            : null;
    }

    public string KeyOf(ServiceInstance instance)
    {
        // Names of interfaces are told apart by case, those of services are not: a provider's own writing is kept beside it.
        var name = instance.Metadata.TryGetValue("interface", out var written) && ServiceName.Fold(written) == instance.Service.Value
            ? written
            : instance.Service.Value;
        var parameters = new Dictionary<string, string>(instance.Metadata) { ["interface"] = name, ["category"] = Providers };
        if (instance.Weight != DubboRule.DefaultWeight)
            parameters["weight"] = instance.Weight.ToString(CultureInfo.InvariantCulture);
        if (instance.Version.Length > 0)
            parameters["version"] = instance.Version;
        var address = ServerAddress.Of(instance);
        var url = $"{PortNames.Scheme(instance) ?? "dubbo"}://{address}/{name}?{QueryText.Of(parameters)}";
        return $"{prefix}{WebUtility.UrlEncode(name)}/{Providers}/{WebUtility.UrlEncode(url)}";
    }

    public byte[] ValueOf(ServiceInstance instance) => [];

    // One process may provide an interface several times: in groups, and in versions.
    private static string IdOf(Uri url, ValueMap<string> parameters)
    {
        var told = QueryText.Of(parameters.Where(p => p.Key is "group" or "version" && p.Value.Length > 0));
        return told.Length == 0 ? url.Authority : $"{url.Authority}?{told}";
    }
}
