using Mesh.Doors.Tests.Etcd.Support;
using Mesh.Testing;

namespace Mesh.Doors.Tests.Support;

/// <summary>The npm clients of the tests, installed from the lock file when they are not there.</summary>
internal static class NpmPackages
{
    // The first time they come over the network.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The folder whose node_modules has them.</summary>
    public static async Task<string> InstallAsync()
    {
        var folder = SourceTree.PathOf("tests", "Mesh.Doors.Tests", "npm");
        await Gate.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
            if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
                await ClientRun.OutputAsync("npm", ["ci", "--no-audit", "--no-fund"], folder, within: Limit);
        }
        finally
        {
            Gate.Release();
        }

        return folder;
    }
}
