using System.CommandLine;
using System.Security.Cryptography;
using Mesh.Node.Certs;
using Mesh.Palette;

namespace Mesh.Node.Cli;

/// <summary>The commands that make the keys and certificates of a federation. They ask no node.</summary>
internal static class CertsCli
{
    public const string Name = "certs";

    private static readonly PaletteArgument Out = new("out", "The folder to write to") { ValueName = "DIR", IsMandatory = true };
    private static readonly PaletteArgument Days = new("days", "How long it is good, 1 to 3650 days") { ValueName = "N" };

    public static Command Build()
    {
        var certs = new Command(Name, "Make keys and certificates of a federation");
        foreach (var command in (Command[])[Authority(), OfMesh(), Gateway(), Revoke(), Show()])
            certs.Subcommands.Add(command);
        ExamplesHelp.Attach(
            certs,
            ["certs authority --out ca", "certs mesh eu --authority ca --out eu", "certs gateway --mesh eu --host 10.0.0.1 --out eu-1"]);
        return certs;
    }

    private static Command Authority() => Make(
        "authority",
        "Make the authority of a federation",
        [Out, Days, new("name", "What it is called, default mesh federation") { ValueName = "NAME" }],
        "certs authority --out ca",
        3_650,
        (input, now, until) => CertsIssue.Authority(
            new CertsFolder(input.Text("out")), input.Optional("name") ?? "mesh federation", now, until));

    private static Command OfMesh() => Make(
        "mesh",
        "Make the key of a mesh, certified by the authority; with a key already there only the certificate is renewed",
        [
            new("name", "The name that others find the mesh by, as in orders@eu") { IsPositional = true, IsMandatory = true, ValueName = "NAME" },
            new("authority", "The folder of the authority") { ValueName = "DIR", IsMandatory = true },
            Out,
            Days,
        ],
        "certs mesh eu --authority ca --out eu",
        365,
        (input, now, until) => CertsIssue.Mesh(
            new CertsFolder(input.Text("authority")), new CertsFolder(input.Text("out")), input.Text("name"), now, until));

    private static Command Gateway() => Make(
        "gateway",
        "Make the key of a gateway, vouched for by its mesh",
        [
            new("mesh", "The folder of the mesh") { ValueName = "DIR", IsMandatory = true },
            new("host", "A name or address that the gateway is called by, default 127.0.0.1 and localhost; can be repeated")
            {
                ValueName = "HOST", AllowMultiple = true,
            },
            Out,
            Days,
        ],
        "certs gateway --mesh eu --host 10.0.0.1 --out eu-1",
        90,
        (input, now, until) => CertsIssue.Gateway(
            new CertsFolder(input.Text("mesh")),
            new CertsFolder(input.Text("out")),
            input.All("host") is { Count: > 0 } hosts ? hosts : ["127.0.0.1", "localhost"],
            now,
            until));

    private static Command Revoke() => Make(
        "revoke",
        "Take the key of a gateway or of a mesh back: adds it to the authority's list of revoked keys",
        [
            new("id", "The id of the gateway or the mesh, as certs show prints it") { IsPositional = true, IsMandatory = true, ValueName = "ID" },
            new("authority", "The folder of the authority") { ValueName = "DIR", IsMandatory = true },
        ],
        $"certs revoke {new string('a', 64)} --authority ca",
        1,
        (input, now, _) => CertsIssue.Revoke(new CertsFolder(input.Text("authority")), input.Text("id"), now));

    private static Command Show() => Make(
        "show",
        "Say what a folder holds, and whether it can be used",
        [new("folder", "The folder") { IsPositional = true, IsMandatory = true, ValueName = "DIR" }],
        "certs show eu-1",
        1,
        (input, now, _) => CertsIssue.Show(new CertsFolder(input.Text("folder")), now));

    private static Command Make(
        string name,
        string description,
        PaletteArgument[] arguments,
        string example,
        int days,
        Func<PaletteInput, DateTimeOffset, DateTimeOffset, IReadOnlyList<string>> run)
    {
        var command = new Command(name, arguments.Contains(Days) ? $"{description}; default {days} days" : description);
        var read = CliArguments.AddTo(command, arguments);
        command.SetAction(parsed => Run(name, read(parsed), days, run));
        ExamplesHelp.Attach(command, [example]);
        return command;
    }

    private static int Run(
        string name, PaletteInput input, int days, Func<PaletteInput, DateTimeOffset, DateTimeOffset, IReadOnlyList<string>> run)
    {
        var faults = new List<Mesh.Catalog.InvalidField>();
        var life = (int?)Mesh.Palette.Mapping.FieldText.Number("--days", input.Optional("days"), 1, 3_650, faults) ?? days;
        if (faults.Count > 0)
            return Fail(name, string.Join("; ", faults), PaletteExit.Usage);
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var line in run(input, now, now + TimeSpan.FromDays(life)))
                Console.Out.WriteLine(line);
            return PaletteExit.Done;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException or FormatException)
        {
            return Fail(name, trouble.Message, PaletteExit.Refused);
        }
    }

    private static int Fail(string name, string reason, int exit)
    {
        Console.Error.WriteLine($"mesh certs {name}: {reason.ReplaceLineEndings(" ")}");
        return exit;
    }
}
