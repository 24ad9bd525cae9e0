using Mesh.Client;
using Mesh.Samples.Storefront;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Akka", LogLevel.Warning);
builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);

// Where the mesh is comes from the environment: Mesh__Seeds__0, Mesh__Host, Mesh__Insecure.
builder.AddMesh();
builder.Services.AddMeshDashboard();
builder.Services.AddHttpClient<OrdersClient>(http => http.BaseAddress = new Uri("http://orders")).AddMesh();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");

// What the node in this process sees of the mesh. Beyond a laptop, say who may: .RequireAuthorization().
app.MapMeshDashboard("/mesh");

// Ready as soon as there is somebody to call.
app.MapGet("/readyz", (IMeshClient mesh) => mesh.Resolve("orders").Instances.Any(i => i.IsOffered)
    ? Results.Ok()
    : Results.Problem($"no orders yet; the mesh node is {mesh.State.Phase}", statusCode: StatusCodes.Status503ServiceUnavailable));

app.MapGet("/{number:int?}", async (int? number, OrdersClient orders, CancellationToken cancellation) =>
{
    try
    {
        return Results.Ok(await orders.FindAsync(number ?? 1, cancellation));
    }
    catch (HttpRequestException trouble)
    {
        return Results.Problem(trouble.Message, statusCode: StatusCodes.Status502BadGateway);
    }
});
app.Run();
