using System.Diagnostics;
using Mesh.Doors.Tests.Etcd.Support;

namespace Mesh.Doors.Tests.Access;

/// <summary>Chromium without a window, with a profile of its own, that goes nowhere but to loopback.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "chromium";

    private readonly Process _process;
    private readonly string _profile;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    public static Browser Open(string url)
    {
        var profile = Directory.CreateTempSubdirectory("mesh-browser").FullName;
        var start = new ProcessStartInfo(Program, [.. Arguments(profile), "--remote-debugging-port=0", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // What it writes is of no interest, but must not stop it.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Browser(process, profile);
    }

    /// <summary>What a page holds, once it is loaded.</summary>
    /// <param name="arguments">Further ones of the program.</param>
    public static async Task<string> ReadAsync(string url, params string[] arguments)
    {
        var profile = Directory.CreateTempSubdirectory("mesh-browser").FullName;
        try
        {
            return await ClientRun.OutputAsync(Program, [.. Arguments(profile), .. arguments, "--dump-dom", url]);
        }
        finally
        {
            Remove(profile);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Remove(_profile);
    }

    private static string[] Arguments(string profile) =>
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
        "--disable-extensions", "--no-proxy-server", $"--user-data-dir={profile}",
    ];

    private static void Remove(string profile)
    {
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // One of its processes still writes there; the folder is in the place for temporary ones.
        }
    }
}
