namespace Mesh.Node.Access;

internal static class AccessExtensions
{
    /// <summary>Callers need this right, over the service of the route or, without one in it, over all services.</summary>
    public static TBuilder Demand<TBuilder>(this TBuilder route, AccessAction action)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRequirement(action, AccessResource.Route));

    /// <summary>Callers need this right over the service that a parameter of the query names or, without it, over all services.</summary>
    public static TBuilder DemandByQuery<TBuilder>(this TBuilder route, AccessAction action, string parameter)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AccessRequirement(action, AccessResource.Query) { Parameter = parameter });

    /// <summary>Callers need this right over some service; the endpoint leaves out what they may not see.</summary>
    public static TBuilder DemandSome<TBuilder>(this TBuilder route, AccessAction action)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRequirement(action, AccessResource.Some));

    /// <summary>Anybody may ask, from any site.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(AccessRequirement.Public);

    /// <summary>What it answers is of the catalogue, so that it does not while the node has none.</summary>
    public static TBuilder NeedsCatalogue<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(CatalogueNeed.Instance);

    /// <summary>What the caller of this request may do.</summary>
    /// <exception cref="InvalidOperationException">Nobody has decided on the request.</exception>
    public static AccessGrant Grant(this HttpContext http) => http.Caller().Grant
        ?? throw new InvalidOperationException("a request of an unknown token went on");

    /// <exception cref="InvalidOperationException">Nobody has looked who asks.</exception>
    public static AccessCaller Caller(this HttpContext http) => http.Features.Get<AccessCaller>()
        ?? throw new InvalidOperationException("a request went on that nobody has decided on");

    /// <summary>How the door of the endpoint talks to its clients.</summary>
    public static IDoorForm Form(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IDoorForm>() ?? NativeForm.Instance;
}
