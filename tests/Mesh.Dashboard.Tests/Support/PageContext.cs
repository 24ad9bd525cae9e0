using System.Security.Claims;
using Bunit;
using Mesh.Client;
using Mesh.Dashboard.Access;
using Mesh.Dashboard.Live;
using Mesh.Testing.Fakes;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Dashboard.Tests.Support;

/// <summary>Pages without a browser, over the mesh of one node in memory.</summary>
internal sealed class PageContext : BunitContext
{
    public PageContext(FakeMeshClient mesh, TimeProvider time, IDashboardAccess? access = null)
    {
        MeshDashboardServiceCollectionExtensions.AddPages(Services);
        Services.AddSingleton<IMeshClient>(mesh).AddSingleton<IMeshInspector>(new FakeMeshInspector()).AddSingleton(time);
        Services.AddSingleton<AuthenticationStateProvider>(new Anybody());
        if (access is not null)
            Services.AddSingleton(access);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public void Connect() => Services.GetRequiredService<PageFeed>().OnConnectionUpAsync(null!, default);

    private sealed class Anybody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
