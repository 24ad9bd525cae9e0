using Mesh.Node.Formats.Etcd;
using Mesh.Options;

namespace Mesh.Node.Etcd;

/// <summary>Names of layouts in which instances can be written.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LayoutNamesAttribute() : BoundAttribute($"must be of {string.Join(", ", InstanceRules.Names)}")
{
    public override bool IsValid(object? value) => value is IList<string> names && names.All(InstanceRules.Names.Contains);
}
