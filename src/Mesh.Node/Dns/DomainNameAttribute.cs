using Mesh.Options;

namespace Mesh.Node.Dns;

/// <summary>A domain name that leaves room for the names below it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DomainNameAttribute() : BoundAttribute("must be a domain name of at most 64 characters")
{
    public override bool IsValid(object? value) =>
        value is string { Length: > 0 and <= 64 } name && DnsName.Encode(name) is not null;
}
