using Mesh.Node.Cli;

return await CliApp.RunAsync(args);
