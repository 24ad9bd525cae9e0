using Mesh.Hosting;
using Mesh.Node.Formats.Etcd;

namespace Mesh.Node.Etcd;

/// <summary>Refuses prefixes, and layouts, under which a key could not be told from others.</summary>
internal sealed class EtcdOptionsValidator : MeshOptionsValidator<EtcdOptions>
{
    protected override IEnumerable<string> CheckTogether(EtcdOptions options, bool areInBounds)
    {
        (string Key, string Prefix)[] all =
        [
            (nameof(options.ServicePrefix), options.ServicePrefix),
            (nameof(options.KratosPrefix), options.KratosPrefix),
            (nameof(options.MicroPrefix), options.MicroPrefix),
            (nameof(options.KitexPrefix), options.KitexPrefix),
            (nameof(options.GoFramePrefix), options.GoFramePrefix),
            (nameof(options.DubboPrefix), options.DubboPrefix),
            (nameof(options.RpcxPrefix), options.RpcxPrefix),
            (nameof(options.SkyDnsPrefix), options.SkyDnsPrefix),
        ];
        foreach (var (key, prefix) in all.GroupBy(p => p.Prefix).SelectMany(g => g.Skip(1)))
            yield return $"{Section}:{key}: '{prefix}' must differ from the other prefixes";
        if (!areInBounds)
            yield break;
        var rules = new InstanceRules(EtcdPrefixes.Default);
        foreach (var same in options.Shown.Distinct().GroupBy(name => rules.Layout(name).Folder).Where(g => g.Count() > 1))
            yield return $"{Section}:{nameof(options.Shown)}: '{string.Join(",", same)}' must be one of them, for they have the same keys";
    }
}
