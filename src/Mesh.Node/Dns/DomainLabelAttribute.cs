using Mesh.Options;

namespace Mesh.Node.Dns;

/// <summary>One label of a domain name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DomainLabelAttribute() : BoundAttribute("must be one label")
{
    public override bool IsValid(object? value) =>
        value is string label && !label.Contains('.', StringComparison.Ordinal) && DnsName.Encode(label) is not null;
}
