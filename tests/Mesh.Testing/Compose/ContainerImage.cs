using System.Text.Json;
using Mesh.Testing.Processes;

namespace Mesh.Testing.Compose;

/// <summary>What a Dockerfile would run, found in the build's own output.</summary>
internal sealed record ContainerImage(string Dockerfile, IReadOnlyList<string> EntryPoint)
{
    private const string Keyword = "ENTRYPOINT ";

    public static ContainerImage Of(ComposeService service)
    {
        var file = Path.Combine(NodeBinary.Root, service.Build.Context, service.Build.Dockerfile);
        var line = File.ReadLines(file).Single(l => l.StartsWith(Keyword, StringComparison.Ordinal));
        var words = JsonSerializer.Deserialize<string[]>(line[Keyword.Length..])!;
        var output = Path.Combine(Path.GetDirectoryName(file)!, "bin", "Release", "net10.0");
        // "dotnet X.dll", where the image has X.dll in its working directory.
        var program = Path.Combine(output, words[1]);
        return File.Exists(program)
            ? new ContainerImage(file, [words[0], program, .. words[2..]])
            : throw new FileNotFoundException($"{service.Build.Dockerfile} starts {words[1]}, which the build has not made: {program}");
    }
}
