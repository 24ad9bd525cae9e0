using Mesh.Hosting;
using Mesh.Node.Consul.Requests;
using Mesh.Node.Dns;
using Mesh.Node.Etcd;
using Mesh.Node.Listening;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Hosting;

/// <summary>The options that say what a node is made of, read before its services are.</summary>
/// <param name="Options">What only a stand-alone node has.</param>
/// <param name="Doors">The doors for clients of other systems.</param>
internal sealed record NodeSettings(StandAloneOptions Options, DoorSettings Doors)
{
    /// <exception cref="OptionsValidationException">A key or a value cannot be.</exception>
    public static NodeSettings Read(MeshConfiguration configuration)
    {
        var options = Bound(configuration, new StandAloneOptions(), new StandAloneOptionsValidator());
        var etcd = Bound(configuration, new EtcdOptions(), new EtcdOptionsValidator());
        var consul = Bound(configuration, new ConsulOptions(), new MeshOptionsValidator<ConsulOptions>());
        var dns = Bound(configuration, new DnsOptions(), new MeshOptionsValidator<DnsOptions>());
        return new(options, DoorsOf(options.Doors is DoorChoice.All, consul, etcd, dns) with { Pbm = options.Pbm });
    }

    /// <param name="isAll">Doors without a port of their own are open too, at the known ports.</param>
    private static DoorSettings DoorsOf(bool isAll, ConsulOptions consul, EtcdOptions etcd, DnsOptions dns)
    {
        var port = etcd.Port ?? (isAll ? DoorSettings.DefaultEtcdPort : null);
        return new DoorSettings
        {
            Consul = isAll || consul.Enabled,
            Etcd = port,
            EtcdJson = etcd.JsonPort ?? (port is null ? null : DoorSettings.DefaultEtcdJsonPort),
            Dns = dns.Port ?? (isAll ? DoorSettings.DefaultDnsPort : null),
        };
    }

    private static TOptions Bound<TOptions>(
        MeshConfiguration configuration, TOptions options, IValidateOptions<TOptions> validator)
        where TOptions : class
    {
        configuration.Bind(options);
        return validator.Validate(null, options) is { Failed: true } wrong
            ? throw new OptionsValidationException("", typeof(TOptions), wrong.Failures)
            : options;
    }
}
