namespace Mesh.Catalog;

/// <summary>What the owner says of an instance.</summary>
public enum InstanceStatus
{
    /// <summary>Registered, no health result yet. Not offered to callers.</summary>
    Starting = 0,

    /// <summary>Healthy.</summary>
    Passing = 1,

    /// <summary>Works, with a remark. Offered to callers.</summary>
    Warning = 2,

    /// <summary>Does not work. Not offered to callers; removed after its deregister time.</summary>
    Critical = 3,

    /// <summary>Leaves soon. Not offered to callers, finishes what it has.</summary>
    Draining = 4,
}
