using System.Net.Sockets;
using Mesh.Catalog;

namespace Mesh.Heartbeats.Probes;

/// <summary>Runs one check within its timeout and turns whatever it throws into a critical result.</summary>
internal static class ProbeAttempt
{
    public static async Task<ProbeResult> RunAsync(
        HealthTerms terms,
        TimeProvider time,
        Func<CancellationToken, Task<ProbeResult>> check,
        CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(terms.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            // Waiting apart from the work: a name look-up in the operating system does not heed the token.
            return await check(either.Token).WaitAsync(either.Token);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return ProbeResult.Critical($"no answer within {DurationText.Format(terms.Timeout)} from {Shown(terms)}");
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return ProbeResult.Critical("the check was stopped");
        }
        catch (Exception fault)
        {
            return ProbeResult.Critical(Describe(fault, Shown(terms)));
        }
    }

    /// <summary>The target without what may be secret in a URL: user information and query.</summary>
    public static string Shown(HealthTerms terms) =>
        terms.Kind is HealthKind.Http && Uri.TryCreate(terms.Target, UriKind.Absolute, out var url)
            ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : terms.Target;

    private static string Describe(Exception fault, string target)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return $"{Describe(socket)} {target}";
        }

        return $"{fault.GetBaseException().Message} ({target})";
    }

    private static string Describe(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by",
        SocketError.TimedOut => "connection timed out to",
        SocketError.HostUnreachable => "host unreachable:",
        SocketError.NetworkUnreachable => "network unreachable:",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "name not known:",
        _ => $"{fault.Message}:",
    };
}
