using System.Runtime.CompilerServices;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Etcd.Support;

/// <summary>
/// Builds the Go programs beside the tests with the client library that Debian has as source. What is built lies with the
/// other output of this project's build.
/// </summary>
internal static class GoProgram
{
    // The first time the whole library is compiled.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly string Output = SourceTree.PathOf("tests", "Mesh.Doors.Tests", "obj", "go");

    public static async Task<string> BuildAsync(string name)
    {
        var target = Path.Combine(Output, "bin", name);
        await ClientRun.OutputAsync(
            "go",
            ["build", "-o", target, name],
            environment:
            [
                new("GO111MODULE", "off"),
                new("GOPATH", $"{Folder()}:/usr/share/gocode"),
                new("GOCACHE", Path.Combine(Output, "cache")),
                new("GOFLAGS", ""),
            ],
            within: Limit);
        return target;
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "go"));
}
