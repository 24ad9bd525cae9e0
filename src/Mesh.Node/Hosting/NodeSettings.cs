using Mesh.Client;
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
        var doors = DoorsOf(options.Doors is DoorChoice.All, consul, etcd, dns) with { Pbm = options.Pbm };
        string[] clashes = [.. Clashes(options.Http, doors)];
        return clashes.Length == 0 ? new(options, doors) : throw new OptionsValidationException("", typeof(StandAloneOptions), clashes);
    }

    /// <summary>Doors that would listen at one port; where another program has it, the server says so.</summary>
    private static IEnumerable<string> Clashes(int http, DoorSettings doors)
    {
        (string Key, int? Port)[] all =
        [
            ($"{MeshClientOptions.Section}:{nameof(StandAloneOptions.Http)}", http),
            (EtcdOptions.Section + ":Port", doors.Etcd),
            (EtcdOptions.Section + ":JsonPort", doors.EtcdJson),
            (DnsOptions.Section + ":Port", doors.Dns),
        ];
        return all.Where(d => d.Port is not (null or 0)).GroupBy(d => d.Port)
            .SelectMany(same => same.Skip(1).Select(d => $"{d.Key}: '{d.Port}' is the port of {same.First().Key} too"));
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
