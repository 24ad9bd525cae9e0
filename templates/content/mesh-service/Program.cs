var builder = WebApplication.CreateBuilder(args);

// This process is a node of the mesh and registers itself; nodes to join through come from Mesh:Seeds of the configuration.
builder.AddMesh(mesh => mesh
    .Register("service-name")
    .WaitForReady());
builder.Services.AddHealthChecks().AddMesh();
#if (HasCalls)
builder.Services.AddHttpClient("called-service", http => http.BaseAddress = new Uri("http://called-service")).AddMesh();
#endif

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/", () => $"service-name, process {Environment.ProcessId}\n");
#if (HasCalls)
app.MapGet("/called-service", (IHttpClientFactory http) => http.CreateClient("called-service").GetStringAsync("/"));
#endif
app.Run();
