namespace Mesh.Node.Access;

/// <summary>Where an endpoint's resource stands in a request.</summary>
internal enum AccessResource
{
    /// <summary>Nowhere: anybody may ask, with any token or none.</summary>
    Public,

    /// <summary>The value "service" of the route; a route without one is about all services.</summary>
    Route,

    /// <summary>A parameter of the query, which the endpoint reads; without it the request is about all services.</summary>
    Query,

    /// <summary>Services of any name: the endpoint leaves out of its answer what the caller may not see.</summary>
    Some,

    /// <summary>In the message, which is decided on once it is parsed.</summary>
    Message,
}
