var builder = WebApplication.CreateBuilder(args);
#if MESH
builder.AddMesh(mesh => mesh.Register("shop"));
#endif
var app = builder.Build();
app.MapGet("/", () => "hello");
app.Run();
