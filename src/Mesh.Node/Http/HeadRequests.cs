using Microsoft.AspNetCore.Http.Features;

namespace Mesh.Node.Http;

/// <summary>
/// HEAD wherever GET is: the request is routed, guarded and answered as GET, with its status and headers, and the body goes
/// nowhere. The Consul door answers its own.
/// </summary>
internal static class HeadRequests
{
    private const string Used = "Mesh.Node.Head";
    private static readonly object Key = new();
    private static readonly PathString Consul = "/v1";

    /// <summary>Before routing; a second call changes nothing.</summary>
    public static void Use(IApplicationBuilder app)
    {
        if (app.Properties.TryAdd(Used, true))
            app.Use(next => http => InvokeAsync(http, next));
    }

    /// <summary>Was it HEAD that the client sent? An answer without an end has one then.</summary>
    public static bool IsHead(HttpContext http) => http.Items.ContainsKey(Key);

    private static Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        HttpMethods.IsHead(http.Request.Method) && !http.Request.Path.StartsWithSegments(Consul) ? AsGetAsync(http, next) : next(http);

    private static async Task AsGetAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Items[Key] = true;
        request.Method = HttpMethods.Get;
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await next(http);
        }
        finally
        {
            http.Features.Set(body);
            // The server does not count the bytes of a body then.
            request.Method = HttpMethods.Head;
        }
    }
}
