using System.Globalization;
using Mesh.StarvedHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

// A program that embeds a node and registers one instance. While a file is there it keeps every thread of the pool waiting, as
// programs do that block where they should await. Arguments: the host that it listens at, a seed, the file, service and port.
var (host, seed, file, service, port) = (args[0], args[1], args[2], args[3], int.Parse(args[4], CultureInfo.InvariantCulture));
var builder = Host.CreateApplicationBuilder();
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Mesh:Host"] = host,
    ["Mesh:Insecure"] = "true",
    ["Mesh:Seeds:0"] = seed,
});
builder.AddMesh(mesh => mesh.Register(service, port));
using var program = builder.Build();
new Thread(new PoolBlock(file).Run) { IsBackground = true }.Start();
await program.RunAsync();
