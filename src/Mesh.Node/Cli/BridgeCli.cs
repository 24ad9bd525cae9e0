using System.CommandLine;
using Mesh.Node.Bridge;
using Mesh.Node.Bridge.Running;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Http;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Cli;

/// <summary>The command that runs a bridge to a real Consul or etcd.</summary>
internal static class BridgeCli
{
    public const string Name = "bridge";

    public static Command Build()
    {
        var command = new Command(Name, "Keep the mesh and a Consul or an etcd in step; SIGUSR1 accepts removals held back");
        var read = CliArguments.AddTo(command, BridgeArguments.All);
        var node = new NodeOptions();
        node.AddTo(command);
        var output = PaletteCli.OutputOption();
        output.Description = "Say ready as a line (table, default) or with what is joined in a line of JSON (json)";
        command.Options.Add(output);
        command.SetAction((parsed, _) => RunAsync(read(parsed), node.Connect(parsed), parsed.GetValue(output) == "json"));
        ExamplesHelp.Attach(command,
        [
            "bridge etcd --to http://10.0.0.7:2379",
            "bridge consul --to http://10.0.0.8:8500 --direction in --node http://127.0.0.1:8501",
            "bridge etcd --to http://10.0.0.7:2379 --id prod-1 --cluster prod --layout naming --metrics 9464",
        ]);
        return command;
    }

    private static async Task<int> RunAsync(PaletteInput input, Mapped<ApiHttp> node, bool isJson)
    {
        using var http = node.Value;
        var settings = BridgeArguments.Read(input, Environment.GetEnvironmentVariable("MESH_BRIDGE_TOKEN"), isJson);
        if (settings.IsValid && node.IsValid)
            return await BridgeRun.RunAsync(settings.Value!, http!);
        ErrorLine.Write("mesh bridge", ApiProblems.Invalid([.. settings.Faults, .. node.Faults]), isJson);
        return PaletteExit.Usage;
    }
}
