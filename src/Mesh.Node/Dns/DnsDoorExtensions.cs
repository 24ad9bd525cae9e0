namespace Mesh.Node.Dns;

/// <summary>Adds the door to a node.</summary>
internal static class DnsDoorExtensions
{
    public static IServiceCollection AddDnsDoor(this IServiceCollection services, Func<IServiceProvider, DnsAddress> address)
    {
        services.AddSingleton(address);
        services.AddSingleton<DnsDoor>();
        services.AddHostedService(s => s.GetRequiredService<DnsDoor>());
        return services;
    }
}
