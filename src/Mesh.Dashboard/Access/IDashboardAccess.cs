using System.Security.Claims;

namespace Mesh.Dashboard.Access;

/// <summary>
/// What who looks at the dashboard may see and order. Without one among the services everybody who reaches the pages may do
/// everything: let <c>RequireAuthorization</c> decide who reaches them.
/// </summary>
public interface IDashboardAccess
{
    /// <summary>The rights of the user of a request or of the connection of a page; asked once for each.</summary>
    IDashboardRights RightsOf(ClaimsPrincipal user);
}
