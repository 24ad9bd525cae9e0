using Mesh.Client;

var builder = WebApplication.CreateBuilder(args);

// Where the mesh is comes from the environment: Mesh__Seeds, Mesh__Host. Routes and clusters are in appsettings.json.
builder.AddMesh(mesh => mesh.WaitForReady());
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .AddMesh();
builder.Services.AddHealthChecks().AddMesh();

var app = builder.Build();
app.MapHealthChecks("/healthz");

string[] services = ["orders", "billing", "shipping"];

// Ready as soon as there is somebody behind each route.
app.MapGet("/readyz", (IMeshClient mesh) =>
{
    string[] missing = [.. services.Where(s => mesh.Pick(s) is null)];
    return missing.Length == 0
        ? Results.Ok()
        : Results.Problem($"no instance of {string.Join(", ", missing)}", statusCode: StatusCodes.Status503ServiceUnavailable);
});
app.MapReverseProxy();
app.Run();
