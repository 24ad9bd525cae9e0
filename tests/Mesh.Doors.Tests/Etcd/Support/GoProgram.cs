using System.Runtime.CompilerServices;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>Builds the Go programs beside the tests with the client library that Debian has as source.</summary>
internal static class GoProgram
{
    private static readonly Lazy<DirectoryInfo> Bin = new(() => Directory.CreateTempSubdirectory("mesh-go-"));

    public static async Task<string> BuildAsync(string name)
    {
        var target = Path.Combine(Bin.Value.FullName, name);
        await ClientRun.OutputAsync(
            "go",
            ["build", "-o", target, name],
            environment:
            [
                new("GO111MODULE", "off"),
                new("GOPATH", $"{Folder()}:/usr/share/gocode"),
                new("GOCACHE", Path.Combine(Path.GetTempPath(), "mesh-go-cache")),
                new("GOFLAGS", ""),
            ]);
        return target;
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "go"));
}
