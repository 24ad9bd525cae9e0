using System.Globalization;
using Mesh.Embedding;

// The smallest web application, without the mesh (plain), with a node in it (mesh), or with one that is filled with as many
// instances as the further arguments say, one after the other (fill 10000 100000). Prints where it listens, then what it holds.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
if (args is not ["plain"])
    MeshPart.Add(builder, isOffered: args is ["mesh"]);
var app = builder.Build();
app.MapGet("/", () => "here");
await app.StartAsync();
Console.WriteLine(app.Urls.First());
if (args is ["fill", .. var counts])
    await MeshPart.FillAsync(app.Services, [.. counts.Select(c => int.Parse(c, CultureInfo.InvariantCulture))]);
await app.WaitForShutdownAsync();
