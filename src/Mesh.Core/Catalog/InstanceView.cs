namespace Mesh.Catalog;

/// <summary>An instance as this node sees it: the owner's record, who owns it, and what is known of the owner.</summary>
public sealed record InstanceView(ServiceInstance Instance, Owner Owner, Standing Standing)
{
    /// <summary>The mesh that the instance is of; empty: this one.</summary>
    public string Origin => Owner.Mesh;

    /// <summary>May callers be sent here, as far as the owner's own word goes?</summary>
    public bool IsOffered => Instance.Status is InstanceStatus.Passing or InstanceStatus.Warning;
}
