var builder = WebApplication.CreateBuilder(args);
builder.AddMesh(mesh => mesh.Register("storefront"));
builder.Services.AddHttpClient("orders", http => http.BaseAddress = new Uri("http://orders")).AddMesh();

var app = builder.Build();
app.MapGet("/", (IHttpClientFactory http) => http.CreateClient("orders").GetStringAsync("/"));
app.Run();
