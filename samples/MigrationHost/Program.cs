using Aspire.Hosting;
using Mesh.Samples.MigrationHost;

// dotnet run -- before|after
var builder = DistributedApplication.CreateBuilder(args);
if (args is ["before", ..])
    Before.AddTo(builder);
else
    After.AddTo(builder);
builder.Build().Run();
