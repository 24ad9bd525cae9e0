using Mesh.Options;

namespace Mesh.Node.Consul.Requests;

/// <summary>A name that Consul's clients take for a datacenter.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DatacenterNameAttribute() : BoundAttribute("must be 1 to 64 letters, digits, - and _")
{
    public override bool IsValid(object? value) => value is string { Length: > 0 and <= 64 } name
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
