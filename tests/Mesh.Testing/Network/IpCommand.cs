using System.Diagnostics;

namespace Mesh.Testing.Network;

/// <summary>Runs ip of iproute2.</summary>
internal static class IpCommand
{
    /// <summary>Fails unless namespaces can be made here.</summary>
    public static void Demand()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("network namespaces need Linux and root: run the tests as root, as ./test.sh does in a container");
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!path.Append("/usr/sbin").Append("/sbin").Any(d => File.Exists(Path.Combine(d, "ip"))))
            throw new InvalidOperationException("network namespaces need the command ip: install iproute2, as ./test.sh does");
    }

    public static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", arguments) { RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("ip could not be started");
        var trouble = await process.StandardError.ReadToEndAsync().WaitAsync(Patience.Limit);
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)} ended with {process.ExitCode}: {trouble.Trim()}");
    }
}
