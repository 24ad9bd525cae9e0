using Mesh.Options;

namespace Mesh.Node.Etcd;

/// <summary>A prefix of keys: a folder, as people think of it.</summary>
/// <param name="isRooted">Whether it begins with a slash; some registries leave it out.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPrefixAttribute(bool isRooted = true)
    : BoundAttribute($"must {(isRooted ? "begin and end" : "end")} with '/', with at most 128 characters")
{
    public bool IsRooted => isRooted;

    public override bool IsValid(object? value) =>
        value is string { Length: >= 2 and <= 128 } prefix && prefix[^1] == '/' && (!isRooted || prefix[0] == '/');
}
