using Mesh.Hosting;

namespace Mesh.Node.Etcd;

/// <summary>Refuses prefixes under which a key could not be told from others.</summary>
internal sealed class EtcdOptionsValidator : MeshOptionsValidator<EtcdOptions>
{
    protected override IEnumerable<string> CheckTogether(EtcdOptions options, bool areInBounds)
    {
        (string Key, string Prefix)[] all =
        [
            (nameof(options.ServicePrefix), options.ServicePrefix),
            (nameof(options.KratosPrefix), options.KratosPrefix),
            (nameof(options.MicroPrefix), options.MicroPrefix),
        ];
        return all.GroupBy(p => p.Prefix).SelectMany(g => g.Skip(1))
            .Select(p => $"{Section}:{p.Key}: '{p.Prefix}' must differ from the other prefixes");
    }
}
