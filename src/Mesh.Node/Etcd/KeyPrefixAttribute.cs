using Mesh.Options;

namespace Mesh.Node.Etcd;

/// <summary>A prefix of keys: a folder, as people think of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyPrefixAttribute() : BoundAttribute("must begin and end with '/', with at most 128 characters")
{
    public override bool IsValid(object? value) => value is string { Length: >= 2 and <= 128 } and ['/', .., '/'];
}
