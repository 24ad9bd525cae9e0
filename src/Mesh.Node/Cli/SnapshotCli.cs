using System.CommandLine;
using System.Globalization;
using Mesh.Node.Disk;
using Mesh.Node.Output;
using Mesh.Node.Snapshots;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Http;

namespace Mesh.Node.Cli;

/// <summary>The commands that back a mesh up and bring it back. A file is looked at whole before it is used.</summary>
internal static class SnapshotCli
{
    public const string Name = "snapshot";

    private const string Path = "/mesh/v1/snapshot";

    /// <summary>How long a node may take to load one.</summary>
    private const string LoadLimit = "10m";

    public static Command Build()
    {
        var snapshot = new Command(Name, "Back up and bring back what lives on in a mesh: kept instances, entries and leases");
        snapshot.Subcommands.Add(Asking("save", "Take a snapshot of the mesh, as a node sees it, into a file", SaveAsync));
        snapshot.Subcommands.Add(Restore());
        snapshot.Subcommands.Add(Inspect());
        ExamplesHelp.Attach(snapshot, ["snapshot save mesh.snap", "snapshot inspect mesh.snap", "snapshot restore mesh.snap"]);
        return snapshot;
    }

    private static Command Asking(
        string name, string description, Func<Call, ApiHttp, ConsoleOutput, CancellationToken, Task<int>> run, Option<bool>? otherMesh = null)
    {
        var (command, file, output) = Make(name, description);
        if (otherMesh is not null)
            command.Options.Add(otherMesh);
        var node = new NodeOptions();
        node.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var console = new ConsoleOutput(parsed.GetValue(output) == "json");
            var to = node.Connect(parsed);
            if (!to.IsValid)
                return Fail(console, ApiProblems.Invalid(to.Faults));
            using var http = to.Value!;
            var path = otherMesh is not null && parsed.GetValue(otherMesh) ? $"{Path}?{SnapshotDoor.OtherMesh}=true" : Path;
            var at = parsed.GetRequiredValue(file);
            return await GuardAsync(console, at, () => run(new Call(at, path), http, console, cancellation));
        });
        return command;
    }

    private static Command Restore() => Asking(
        "restore",
        "Bring back what a snapshot holds, through a node; what the mesh has beside stays",
        RestoreAsync,
        new Option<bool>("--" + SnapshotDoor.OtherMesh) { Description = "Restore it though it was taken of a mesh of another name" });

    private static Command Inspect()
    {
        var (command, file, output) = Make("inspect", "Check a snapshot and say what it holds; asks no node");
        command.SetAction(parsed =>
        {
            var console = new ConsoleOutput(parsed.GetValue(output) == "json");
            var at = parsed.GetRequiredValue(file);
            return GuardAsync(console, at, async () =>
            {
                var (content, fault) = Read(await File.ReadAllBytesAsync(at));
                return content is null ? Fail(console, fault!) : Show(console, content);
            });
        });
        return command;
    }

    private static (Command Command, Argument<string> File, Option<string> Output) Make(string name, string description)
    {
        var command = new Command(name, description);
        var file = new Argument<string>("FILE") { Description = "The file of the snapshot" };
        var output = PaletteCli.OutputOption();
        command.Arguments.Add(file);
        command.Options.Add(output);
        ExamplesHelp.Attach(command, [$"snapshot {name} mesh.snap"]);
        return (command, file, output);
    }

    private static async Task<int> SaveAsync(Call call, ApiHttp http, ConsoleOutput console, CancellationToken cancellation)
    {
        var reply = await http.OpenAsync(call.Path, cancellation);
        if (!reply.IsDone)
            return Fail(console, reply.Problem);
        using var bytes = new MemoryStream();
        await using (reply.Value)
            await reply.Value.CopyToAsync(bytes, cancellation);
        var (content, _) = Read(bytes.ToArray());
        if (content is null)
            return Fail(console, new ApiProblem(ApiProblems.Unexpected, "Unexpected answer", 502, "the node did not answer with a snapshot; nothing was written"));
        PrivateFile.Write(call.File, bytes.ToArray());
        return Show(console, content);
    }

    private static async Task<int> RestoreAsync(Call call, ApiHttp http, ConsoleOutput console, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(call.File, cancellation);
        var (content, fault) = Read(bytes);
        if (content is null)
            return Fail(console, fault!);
        using var body = new ByteArrayContent(bytes);
        var reply = await http.SendAsync(HttpMethod.Put, call.Path, body, SnapshotJson.Default.SnapshotReply, cancellation, LoadLimit);
        if (!reply.IsDone)
            return Fail(console, reply.Problem);
        console.Write(
            reply.Value,
            SnapshotJson.Default.SnapshotReply,
            r => PaletteView.Of($"restored {r}"));
        return PaletteExit.Done;
    }

    private static (SnapshotContent? Content, ApiProblem? Fault) Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SnapshotReading.TryRead(stream, out var content, out var fault)
            ? (content, null)
            : (null, ApiProblems.Invalid("snapshot", "", fault));
    }

    private static int Show(ConsoleOutput console, SnapshotContent content)
    {
        console.Write(
            SnapshotHeader.Of(content),
            SnapshotJson.Default.SnapshotHeader,
            h => PaletteView.Of(string.Create(
                CultureInfo.InvariantCulture,
                $"snapshot of {h.Name}, {h.TakenAt:yyyy-MM-dd HH:mm:ss} UTC: {h.Instances} instances, {h.Entries} entries, {h.Leases} leases")));
        return PaletteExit.Done;
    }

    private static async Task<int> GuardAsync(ConsoleOutput console, string file, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            console.Fail(ApiProblems.Invalid("FILE", file, WhyNot(file, trouble)));
            return PaletteExit.Usage;
        }
    }

    /// <summary>What is written is written beside first: the trouble may name a file that nobody knows of.</summary>
    private static string WhyNot(string file, Exception trouble)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file));
        return trouble switch
        {
            _ when !Directory.Exists(folder) => "is in a folder that is not there",
            FileNotFoundException => "is not there",
            UnauthorizedAccessException when Directory.Exists(file) => "is a folder",
            UnauthorizedAccessException => "may not be read or written by this user",
            _ => "cannot be used: " + trouble.Message,
        };
    }

    private static int Fail(ConsoleOutput console, ApiProblem problem)
    {
        console.Fail(problem);
        return PaletteExit.Of(problem);
    }

    /// <summary>Of the file, and what is asked of the node.</summary>
    private sealed record Call(string File, string Path);
}
