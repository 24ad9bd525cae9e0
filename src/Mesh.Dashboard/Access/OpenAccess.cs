using System.Security.Claims;

namespace Mesh.Dashboard.Access;

/// <summary>Who reaches the pages may do everything.</summary>
internal sealed class OpenAccess : IDashboardAccess
{
    public IDashboardRights RightsOf(ClaimsPrincipal user) => new Everything(user.Identity?.Name ?? "");

    private sealed record Everything(string Name) : IDashboardRights
    {
        public bool MayRead(string? service) => true;

        public bool MayOrder(string? service) => true;
    }
}
