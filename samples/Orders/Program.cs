using Mesh.Client;
using Mesh.Samples.Orders;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
// Seeds, host and zone come from the environment: Mesh__Seeds__0=10.0.0.1:4053.
builder.AddMesh(mesh => mesh.Register("orders"));
builder.Services.AddHealthChecks().AddMesh();

var app = builder.Build();
app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = c => !c.Tags.Contains(MeshTags.Mesh) });
app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = c => c.Tags.Contains(MeshTags.Ready) });
app.MapGet("/orders/{id:int:min(1)}", (int id, IMeshInspector node) =>
    new Order(id, id % 2 == 0 ? "shipped" : "paid", node.SelfAddress ?? ""));
app.Run();
