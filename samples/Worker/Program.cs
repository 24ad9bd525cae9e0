using Mesh.Client;
using Mesh.Samples.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
var port = builder.Configuration.GetValue("Billing:Port", 9000);

// Seeds come from the configuration: Mesh__Seeds__0=10.0.0.1:4053 in the environment, or "Mesh" in appsettings.json.
builder.AddMesh(mesh => mesh.Register("billing", port));
builder.Services.AddHostedService(services => new BillingServer(services.GetRequiredService<IMeshClient>(), port));
builder.Build().Run();
