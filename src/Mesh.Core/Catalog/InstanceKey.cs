namespace Mesh.Catalog;

/// <summary>What names an instance across the mesh: service and id.</summary>
public readonly record struct InstanceKey(ServiceName Service, InstanceId Id) : IComparable<InstanceKey>
{
    public int CompareTo(InstanceKey other)
    {
        var byService = Service.CompareTo(other.Service);
        return byService != 0 ? byService : Id.CompareTo(other.Id);
    }

    public override string ToString() => $"{Service}/{Id}";

    public static bool operator <(InstanceKey left, InstanceKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(InstanceKey left, InstanceKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(InstanceKey left, InstanceKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(InstanceKey left, InstanceKey right) => left.CompareTo(right) >= 0;
}
