using System.Diagnostics;
using Mesh.Testing;
using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Processes;

/// <summary>The launcher with a dotnet that only says what it was asked to do.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mesh-launcher").FullName;
    private readonly string _program;
    private readonly string _source;

    public LauncherTests()
    {
        File.Copy(Path.Combine(NodeBinary.Root, "mesh"), Path.Combine(_root, "mesh"));
        _source = Path.Combine(_root, "src", "Mesh.Node", "Program.cs");
        _program = Path.Combine(_root, "src", "Mesh.Node", "bin", "Release", "net10.0", "Mesh.Node.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(_program)!);
        Directory.CreateDirectory(Path.Combine(_root, "src", "Mesh.Node", "obj"));
        File.WriteAllText(_source, "");
        Directory.CreateDirectory(Path.Combine(_root, "tools"));
        Script("tools/dotnet", """
            if [ "$1" = build ]; then echo "says the build"; [ -z "${FAIL:-}" ] && touch "$PROGRAM"; else echo "ran ${*:2}"; fi
            """);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Builds_when_there_is_no_output_and_then_no_more()
    {
        var first = await RunAsync("services", "--output", "json");
        Assert.Equal((0, "ran services --output json\n"), (first.Exit, first.Out));
        Assert.Contains("says the build", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, "ran instances a b\n", ""), await RunAsync("instances", "a b"));
    }

    [Fact]
    public async Task Builds_again_when_a_source_is_newer()
    {
        await RunAsync();
        File.SetLastWriteTimeUtc(_source, File.GetLastWriteTimeUtc(_program).AddSeconds(-5));
        var stamp = Path.Combine(_root, "src", "Mesh.Node", "obj", "launcher.stamp");
        File.SetLastWriteTimeUtc(stamp, File.GetLastWriteTimeUtc(_program).AddSeconds(5));
        Assert.Equal("", (await RunAsync("x")).Error);
        File.SetLastWriteTimeUtc(_source, File.GetLastWriteTimeUtc(stamp).AddSeconds(5));
        Assert.Contains("says the build", (await RunAsync("x")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_build_is_exit_1_and_runs_nothing()
    {
        var run = await StartAsync(Path.Combine(_root, "mesh"), fails: true, "services");
        Assert.Equal((1, ""), (run.Exit, run.Out));
        Assert.EndsWith("mesh: the build failed\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Works_through_a_link_from_elsewhere()
    {
        var link = Path.Combine(_root, "tools", "linked");
        File.CreateSymbolicLink(link, "../mesh");
        Assert.Equal("ran x\n", (await StartAsync(link, fails: false, "x")).Out);
    }

    private Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) =>
        StartAsync(Path.Combine(_root, "mesh"), fails: false, arguments);

    private async Task<(int Exit, string Out, string Error)> StartAsync(
        string program, bool fails, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["PATH"] = Path.Combine(_root, "tools") + ":" + start.Environment["PATH"];
        start.Environment["PROGRAM"] = _program;
        if (fails)
            start.Environment["FAIL"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        return (process.ExitCode, await output, await error);
    }

    private void Script(string path, string body)
    {
        var full = Path.Combine(_root, path);
        File.WriteAllText(full, "#!/bin/bash\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
