using System.Security.Cryptography;
using Mesh.Dashboard.Access;
using Mesh.Dashboard.Doors;
using Mesh.Dashboard.Federation;
using Mesh.Dashboard.Hosting;
using Mesh.Node.Access;
using Mesh.Node.Listening;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace Mesh.Node.Dashboard;

/// <summary>The web interface at the HTTP port, guarded by the tokens of the node.</summary>
internal static class DashboardDoor
{
    public const string Path = "/ui";

    /// <summary>Writes a key ring to the disk at each start; what is sealed here ends with the process.</summary>
    private const string KeyRingService = "Microsoft.AspNetCore.DataProtection.Internal.DataProtectionHostedService";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IDataProtectionProvider>(static _ => new EphemeralDataProtectionProvider());
        services.AddSingleton<DashboardCookie>();
        services.AddSingleton<DashboardForm>();
        services.AddSingleton<IDashboardAccess, TokenAccess>();
        services.AddSingleton<IDashboardLogin, TokenLogin>();
        services.AddSingleton(new DashboardMount(Path));
        services.AddSingleton<IDoorSource, NodeDoors>();
        services.AddSingleton<IOverlaySource, NodeOverlay>();
        services.AddMeshDashboard();
        // Several nodes of one machine are one site to a browser, whatever their ports: cookies have names of their own.
        services.Configure<AntiforgeryOptions>(static o =>
        {
            o.Cookie.Name = $"mesh-form-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            o.SuppressXFrameOptionsHeader = true;
        });
        foreach (var one in services.Where(static s => !s.IsKeyedService && s.ImplementationType?.FullName == KeyRingService).ToArray())
            services.Remove(one);
    }

    public static void Map(WebApplication app)
    {
        app.MapGet("/", static http =>
        {
            http.Response.Redirect(Path + "/");
            return Task.CompletedTask;
        }).Public().ExcludeFromDescription();
        var form = app.Services.GetRequiredService<DashboardForm>();
        app.MapMeshDashboard(Path).Finally(endpoint =>
        {
            endpoint.Metadata.Add(form);
            endpoint.Metadata.Add(RequirementOf(endpoint.Metadata.OfType<DashboardPart>().Cast<DashboardPart?>().LastOrDefault()));
        });
    }

    /// <summary>What a page shows is decided for each service; that it may be opened at all needs a right to read something.</summary>
    private static AccessRequirement RequirementOf(DashboardPart? part) => part switch
    {
        DashboardPart.Shell => AccessRequirement.Public,
        DashboardPart.Login => AccessRequirement.OfMessage(null),
        _ => new(AccessAction.Read, AccessResource.Some),
    };
}
