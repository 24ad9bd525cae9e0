using Mesh.Client;
using Mesh.Samples.Orders;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Akka", LogLevel.Warning);

// Everything else is read from the environment: Mesh__Seeds__0, Mesh__Host, Mesh__Insecure, ASPNETCORE_URLS.
var id = builder.Configuration["Orders:Id"] ?? $"{Environment.MachineName}-{Environment.ProcessId}";
// Another name makes another service of it, for the gateway.
var service = builder.Configuration["Orders:Service"] ?? "orders";
builder.AddMesh(m => m.Register(service, configure: r => r.Id = id));

// The instance is offered to callers as long as these pass.
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/orders/{number:int}", (int number) => new Order(number, "shipped", id));
app.MapPost("/orders", (NewOrder order) => Results.Created($"/orders/{order.Number}", new Order(order.Number, "accepted", id)));
app.MapGet("/lookup", (IMeshClient mesh) => Lookup.Of(service, mesh));
app.Run();
