using Mesh.Catalog;
using Mesh.Client.Http;
using Mesh.Remote;

namespace Mesh.Grpc;

/// <summary>What an address such as <c>mesh:///_grpc.greeter?policy=consistent-hash&amp;key=x-tenant</c> asks for. Pure.</summary>
/// <param name="Key">The metadata key whose value is the key of the pick; null: none.</param>
internal sealed record GrpcTarget(string Service, string? PortName, string? Policy, string? Key)
{
    public const string Scheme = "mesh";

    /// <exception cref="ArgumentException">The address names no service; the message says why.</exception>
    public static GrpcTarget Parse(Uri address, IReadOnlyCollection<string> policies)
    {
        ArgumentNullException.ThrowIfNull(address);
        var name = Uri.UnescapeDataString(address.AbsolutePath.Trim('/'));
        if (address.Host.Length > 0)
            throw new ArgumentException($"'{address}' must be {Scheme}:///service, with three slashes", nameof(address));
        string? port = null;
        if (name.StartsWith('_') && name.IndexOf('.', StringComparison.Ordinal) is > 1 and var dot)
            (port, name) = (name[1..dot], name[(dot + 1)..]);
        if (!RemoteName.TryParse(name, out _, out _) && !ServiceName.TryParse(name, out _, out var fault))
            throw new ArgumentException($"'{address}' names no service: {fault}", nameof(address));
        var asked = Query(address);
        if (asked.Policy is { } policy && !policies.Contains(policy))
            throw new ArgumentException($"'{address}': policy '{policy}' must be one of {string.Join(", ", policies)}", nameof(address));
        return new GrpcTarget(name, port, asked.Policy, asked.Key);
    }

    /// <summary>Where on an instance calls go; null: it has no such port.</summary>
    public int? PortOf(ServiceInstance instance, bool secure) =>
        InstancePort.Of(instance, PortName, secure ? SchemeChoice.Secure : SchemeChoice.Plain)?.Port;

    private static (string? Policy, string? Key) Query(Uri address)
    {
        (string? Policy, string? Key) asked = default;
        foreach (var part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            var value = Uri.UnescapeDataString(sign < 0 ? "" : part[(sign + 1)..]);
            switch (sign < 0 ? part : part[..sign])
            {
                case "policy":
                    asked.Policy = value;
                    break;
                case "key":
                    // Names of metadata are in lower case.
                    asked.Key = value.ToLowerInvariant();
                    break;
                case var other:
                    throw new ArgumentException($"'{address}': '{other}' is not known; known are policy and key", nameof(address));
            }
        }

        return asked;
    }
}
