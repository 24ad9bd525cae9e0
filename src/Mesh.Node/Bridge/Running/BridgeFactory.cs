using Mesh.Node.Bridge.Mirror;
using Mesh.Node.Bridge.Sides;
using Mesh.Node.Bridge.ToConsul;
using Mesh.Node.Bridge.ToEtcd;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Bridge.Running;

/// <summary>Makes the side that the settings ask for.</summary>
internal static class BridgeFactory
{
    public static IForeignSide Foreign(BridgeSettings settings, TimeProvider time)
    {
        var mesh = new BridgeOrigin(BridgeOrigin.Mesh, settings.Mesh);
        return settings.System == BridgeSettings.Etcd ? Etcd(settings, mesh, time) : Consul(settings, mesh, time);
    }

    private static EtcdSide Etcd(BridgeSettings settings, BridgeOrigin mesh, TimeProvider time)
    {
        var etcd = new EtcdConnection(settings.To, time);
        var rules = new InstanceRules(EtcdPrefixes.Default);
        return new EtcdSide(
            etcd,
            new EtcdMapping(rules),
            new EtcdFormat(rules.Layout(settings.Layout)),
            new EtcdSession(etcd, settings.Id, mesh, settings.Out),
            settings);
    }

    private static ConsulSide Consul(BridgeSettings settings, BridgeOrigin mesh, TimeProvider time)
    {
        var consul = new ConsulConnection(settings.To, settings.Token);
        return new ConsulSide(consul, new ConsulSession(consul, settings.Id, mesh), mesh, settings, time);
    }
}
