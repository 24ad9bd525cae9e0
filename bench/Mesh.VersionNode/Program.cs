using Mesh.Node.Cli;

// older|newer, then what a stand-alone node is told: that node, which writes and reads as another release does.
if (args is not ["older" or "newer", .. var rest])
{
    Console.Error.WriteLine("usage: older|newer ARGUMENTS OF A NODE");
    return 2;
}

return await CliApp.RunAsync([.. rest, "--config", Path.Combine(AppContext.BaseDirectory, $"{args[0]}.conf")]);
