using MeshWorker1;

var builder = Host.CreateApplicationBuilder(args);

// This process is a node of the mesh; nodes to join through come from Mesh:Seeds of the configuration.
builder.AddMesh(mesh => mesh
    .RegisterWithoutPort("service-name")
    .WaitForReady());
builder.Services.AddHostedService<Work>();

builder.Build().Run();
