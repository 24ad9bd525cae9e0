namespace Mesh.Node.Access;

internal static class AccessExtensions
{
    /// <summary>Callers need this right, over the service of the route or, without one in it, over all services.</summary>
    public static TBuilder Demand<TBuilder>(this TBuilder route, AccessAction action)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRequirement(action));

    /// <summary>What the caller of this request may do.</summary>
    public static AccessGrant Grant(this HttpContext http) => http.Features.Get<AccessGrant>() ?? AccessGrant.Everything;
}
