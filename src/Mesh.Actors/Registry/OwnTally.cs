using Mesh.Catalog;

namespace Mesh.Registry;

/// <summary>How much a node owns, kept along with its records.</summary>
internal sealed class OwnTally
{
    private readonly Dictionary<ServiceName, int> _ofService = [];
    private int _instances;
    private long _bytes;

    public void Add(ServiceInstance record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _instances++;
        _bytes += InstanceSize.Of(record);
        _ofService[record.Service] = _ofService.GetValueOrDefault(record.Service) + 1;
    }

    public void Remove(ServiceInstance record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _instances--;
        _bytes -= InstanceSize.Of(record);
        if (--_ofService[record.Service] == 0)
            _ofService.Remove(record.Service);
    }

    /// <summary>The bound that another record would exceed; null: none.</summary>
    /// <param name="held">What it would take the place of; null: nothing.</param>
    public InvalidField? Excess(ServiceInstance record, ServiceInstance? held, RegistryBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(bounds);
        var key = record.Key;
        if (held is null && _instances >= bounds.Instances)
            return new("instance", $"{key}", $"is one too many: this node has the {bounds.Instances} instances that Mesh:MaxInstances lets it");
        if (held is null && _ofService.GetValueOrDefault(record.Service) is var of && of >= bounds.OfService)
            return new("instance", $"{key}", $"is one too many: this node has the {bounds.OfService} instances of {record.Service} that Mesh:MaxInstancesPerService lets it");
        var bytes = _bytes + InstanceSize.Of(record) - (held is null ? 0 : InstanceSize.Of(held));
        return bytes > bounds.Bytes && bytes > _bytes
            ? new("instance", $"{key}", $"is too much: this node's instances would have more than the {bounds.Bytes} bytes that Mesh:MaxInstanceBytes lets it")
            : null;
    }
}
