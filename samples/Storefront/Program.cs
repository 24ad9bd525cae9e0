using System.Net;
using Mesh.Client;
using Mesh.Samples.Storefront;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.AddMesh(mesh => mesh.Register("storefront"));
builder.Services.AddHttpClient<OrdersClient>(http => http.BaseAddress = new Uri("http://orders")).AddMesh();
builder.Services.AddHealthChecks().AddMesh();

var app = builder.Build();
app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = c => !c.Tags.Contains(MeshTags.Mesh) });
app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = c => c.Tags.Contains(MeshTags.Ready) });
app.MapGet("/", (IMeshClient mesh) => new
{
    orders = mesh.Resolve("orders").Instances.Select(i => $"{i.Instance.Host}:{i.Instance.Port} {i.Instance.Status}"),
});
app.MapGet("/customers/{customer}/orders/{id:int}", async (
    string customer, int id, OrdersClient orders, CancellationToken cancellation) =>
{
    try
    {
        return Results.Json(await orders.GetAsync(customer, id, cancellation));
    }
    catch (HttpRequestException trouble)
    {
        return Results.Problem(trouble.Message, statusCode: (int)(trouble.StatusCode ?? HttpStatusCode.BadGateway));
    }
});
app.Run();
