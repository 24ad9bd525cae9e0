using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Mesh.Catalog;
using Mesh.Heartbeats.Probes;
using Mesh.Testing;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Actors.Tests.Heartbeats.HealthExamples;

namespace Mesh.Actors.Tests.Heartbeats.Probes;

public sealed class TcpProbeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Port_that_accepts_passes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = await CheckAsync($"{listener.LocalEndpoint}");

        Assert.Equal(InstanceStatus.Passing, result.Status);
        Assert.Equal($"connected to {listener.LocalEndpoint}", result.Detail);
    }

    [Theory]
    [InlineData(true, true, InstanceStatus.Passing)]
    [InlineData(true, false, InstanceStatus.Critical)]
    [InlineData(false, true, InstanceStatus.Critical)]
    public async Task Connection_with_tls_passes_where_the_port_speaks_it_under_a_name_that_is_known(
        bool speaksTls, bool takesAnyCertificate, InstanceStatus expected)
    {
        using var authority = new TestAuthority();
        var files = authority.Node("127.0.0.1");
        using var certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, speaksTls ? certificate : null);

        var result = await new TcpProbe(TimeProvider.System).CheckAsync(
            Tcp with { Target = $"{listener.LocalEndpoint}", Timeout = Seconds(60), UseTls = true, SkipVerify = takesAnyCertificate },
            CancellationToken.None);

        Assert.Equal(expected, result.Status);
        await serving;
    }

    [Fact]
    public async Task Port_that_refuses_is_critical()
    {
        using var nobody = new DeadPort();
        var result = await CheckAsync($"{nobody}");
        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.Equal($"connection refused {nobody}", result.Detail);
    }

    [Fact]
    public async Task Port_that_does_not_answer_is_critical_when_the_timeout_is_over()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        // A full queue of connections that nobody accepts: the kernel drops what comes next.
        using var queued = new TcpClient();
        await queued.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
        using var overflow = new TcpClient();
        var hanging = overflow.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);

        var check = CheckAsync($"{listener.LocalEndPoint}");
        Assert.False(check.IsCompleted);
        _time.Advance(Tcp.Timeout);

        Assert.Equal($"no answer within 1s from {listener.LocalEndPoint}", (await check).Detail);
        overflow.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
    }

    [Fact]
    public async Task Name_that_is_not_known_is_critical()
    {
        var result = await new TcpProbe(TimeProvider.System).CheckAsync(
            Tcp with { Target = "no-such-host.invalid:80", Timeout = Seconds(60) }, CancellationToken.None);
        Assert.Equal(InstanceStatus.Critical, result.Status);
        Assert.Contains("no-such-host.invalid:80", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_that_is_stopped_ends()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var result = await new TcpProbe(_time).CheckAsync(Tcp, stop.Token);
        Assert.Equal("the check was stopped", result.Detail);
    }

    /// <summary>One caller; null: it is hung up on as soon as it says something.</summary>
    private static async Task ServeAsync(TcpListener listener, X509Certificate2? certificate)
    {
        using var caller = await listener.AcceptTcpClientAsync();
        try
        {
            if (certificate is null)
            {
                _ = await caller.GetStream().ReadAsync(new byte[1]);
                return;
            }

            await using var tls = new SslStream(caller.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
        }
        catch (Exception refusal) when (refusal is AuthenticationException or IOException)
        {
            // The caller does not take the certificate.
        }
    }

    private Task<Mesh.Heartbeats.Probes.ProbeResult> CheckAsync(string target) =>
        new TcpProbe(_time).CheckAsync(Tcp with { Target = target }, CancellationToken.None);
}
