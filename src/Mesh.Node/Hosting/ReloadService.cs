using System.Runtime.InteropServices;
using Mesh.Hosting;
using Mesh.Node.Access;
using Mesh.Options;

namespace Mesh.Node.Hosting;

/// <summary>
/// Reads tokens anew when their files change; SIGHUP, which ends a process that does not take it, does the same at once, for certificates and
/// the file of the audit too.
/// </summary>
internal sealed partial class ReloadService(
    TokenReload tokens, ReloadRequest request, MeshSetup parts, AccessAudit audit, TimeProvider time, ILogger<ReloadService> log) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();

    /// <summary>As SIGHUP does.</summary>
    public void ReloadAll()
    {
        ReloadTokens("asked to");
        if (parts.Certificates.Value?.Reload(out var trouble) is false)
            LogCertificates(log, trouble ?? "");
        audit.Reopen();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        request.Handler = ReloadAll;
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            ReloadAll();
        });
        var changes = new FileChanges(() => tokens.Files);
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (changes.Look())
                ReloadTokens("a file has changed");
        }
    }

    private void ReloadTokens(string reason)
    {
        lock (_turn)
        {
            if (tokens.Reload() is { } trouble)
                LogTokens(log, trouble);
            else
                LogTaken(log, reason);
        }
    }
}
