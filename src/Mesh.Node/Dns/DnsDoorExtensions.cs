using Mesh.Node.Access;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Dns;

/// <summary>Adds the door to a node.</summary>
internal static class DnsDoorExtensions
{
    public static IServiceCollection AddDnsDoor(this IServiceCollection services, Func<IServiceProvider, DnsAddress> address)
    {
        services.AddSingleton(address);
        services.AddSingleton<DnsDoor>();
        // Nobody but this mesh says what a name below its domain is: one that leads here is this node's.
        services.AddSingleton(s => new OwnNames($"*.{s.GetRequiredService<IOptions<DnsOptions>>().Value.Domain.TrimEnd('.')}"));
        services.AddHostedService(s => s.GetRequiredService<DnsDoor>());
        return services;
    }
}
