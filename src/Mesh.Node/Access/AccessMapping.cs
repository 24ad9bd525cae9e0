using Microsoft.Extensions.Primitives;

namespace Mesh.Node.Access;

/// <summary>From an endpoint's requirement and a request to what is demanded. Pure.</summary>
internal static class AccessMapping
{
    public const string Service = "service";

    /// <summary>
    /// Null: nothing is demanded, or only the message will tell. A query counts where the requirement names its parameter, and a
    /// parameter that is given twice names no service.
    /// </summary>
    public static AccessDemand? DemandOf(
        AccessRequirement requirement, RouteValueDictionary route, IQueryCollection query) => requirement.Resource switch
        {
            AccessResource.Public => null,
            AccessResource.Message => requirement.Opening,
            AccessResource.Some => new(requirement.Action, AccessTarget.Some),
            AccessResource.Query => new(requirement.Action, AccessTarget.Of(One(query[requirement.Parameter]))),
            _ => new(requirement.Action, AccessTarget.Of(route.GetValueOrDefault(Service) as string)),
        };

    private static string? One(StringValues values) => values.Count == 1 ? values[0] : null;
}
