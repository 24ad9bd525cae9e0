using Mesh.Catalog;
using Mesh.Client.Declared;
using Mesh.Client.Health;
using Mesh.Client.Runtime;
using Mesh.Hosting;
using Mesh.Registry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mesh.Client.Registration;

/// <summary>
/// Ties the node to the host. Start: the node, then, once the server listens, the registrations. Stop, before the
/// server does: drain, grace, deregister; and when all else has stopped: leave the mesh.
/// </summary>
internal sealed partial class MeshLifecycle : IHostedLifecycleService, IDisposable
{
    private readonly MeshRuntime _runtime;
    private readonly MeshHub _hub;
    private readonly Registrar _registrar;
    private readonly Exporter _exporter;
    private readonly AppHealthProbe _probe;
    private readonly AppHealthReporter _reporter;
    private readonly IServiceProvider _services;
    private readonly MeshClientOptions _options;
    private readonly MeshMetrics _metrics;
    private readonly TimeSpan _shutdown;
    private readonly TimeProvider _time;
    private readonly ILogger<MeshLifecycle> _log;
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    public MeshLifecycle(
        MeshRuntime runtime,
        MeshHub hub,
        Registrar registrar,
        Exporter exporter,
        AppHealthProbe probe,
        AppHealthReporter reporter,
        MeshMetrics metrics,
        IServiceProvider services,
        IOptions<MeshClientOptions> options,
        IOptions<HostOptions> host,
        TimeProvider time,
        ILogger<MeshLifecycle> log)
    {
        _runtime = runtime;
        _hub = hub;
        _registrar = registrar;
        _exporter = exporter;
        _probe = probe;
        _reporter = reporter;
        _metrics = metrics;
        _services = services;
        _options = options.Value;
        _shutdown = host.Value.ShutdownTimeout;
        _time = time;
        _log = log;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var open in NodeAddress.ListensOn(_options).Where(a => !MeshOptionsValidation.IsLoopback(a)))
        {
            if (_options.Insecure)
                LogInsecure(open);
        }

        if (_options.Advertise.Length > 0)
            LogTold(_options.Advertise);
        if (AdvertisedHost.NoticeOf(_options) is { } notice)
            LogToldLoopback(notice);
        _metrics.Start();
        _runtime.Start();
        await Task.WhenAny(_runtime.FirstAttempt, Task.Delay(_options.StartupWait, _time, cancellationToken));
        await WhenReadyAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _work;
        try
        {
            var drain = ShutdownBudget.Drain(_shutdown, _options.DrainDeadline, _options.DrainGrace);
            if (await _registrar.DrainAsync(drain, cancellationToken))
                await Task.Delay(ShutdownBudget.Grace(_shutdown, _options.DrainGrace), _time, cancellationToken);
            await _registrar.DeregisterAsync(cancellationToken);
        }
        catch (Exception trouble)
        {
            // The host's time is up, or worse: it must stop all the same.
            LogStopFailed(trouble);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        _runtime.StopAsync(cancellationToken.IsCancellationRequested ? TimeSpan.Zero : ShutdownBudget.Leave(_shutdown));

    public void Dispose() => _stopping.Dispose();

    private async Task WhenReadyAsync(CancellationToken cancellation)
    {
        if (_options.ReadyWait == TimeSpan.Zero)
            return;
        try
        {
            await _hub.FirstReady.WaitAsync(_options.ReadyWait, _time, cancellation);
        }
        catch (TimeoutException)
        {
            LogNotReady(DurationText.Format(_options.ReadyWait), _hub.State.Phase.ToString().ToLowerInvariant(), _hub.State.Detail);
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await Task.WhenAll(
                RegisterAllAsync(_stopping.Token), _exporter.RunAsync(_stopping.Token), _reporter.RunAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (Exception trouble)
        {
            LogWorkFailed(trouble);
        }
    }

    private async Task RegisterAllAsync(CancellationToken cancellation)
    {
        // Who is called looks up others to answer: it is not offered before its own lookups see the mesh.
        await _hub.FirstReady.WaitAsync(cancellation);
        var (status, _) = await _probe.LookAsync(cancellation);
        var (server, isWithout) = ServerAddresses();
        var self = _services.GetService<IMeshInspector>()?.SelfAddress;
        var all = new List<Task>();
        foreach (var registration in _options.Registrations)
        {
            var (instance, fault) = RegistrationPlan.Complete(registration, server, _options, status, self);
            if (instance is null && isWithout)
                LogNoServer(registration.Service);
            else if (instance is null)
                LogIncomplete(registration.Service, fault);
            else
                all.Add(_registrar.RegisterAsync(instance, isOwn: true, cancellation));
        }

        if (_services.GetService<MeshConfiguration>() is { } configuration)
        {
            var declared = DeclaredInstances.From(configuration.Root).Items;
            all.AddRange(declared.Select(d => _registrar.RegisterAsync(d, isOwn: false, cancellation)));
            if (self is not null)
                all.Add(_registrar.RetractAsync(self, [.. declared.Select(d => d.Key)], cancellation));
        }

        await Task.WhenAll(all);
    }

    /// <returns>And whether there is a server that listens nowhere, as that of a test host: then there is nobody to call.</returns>
    private (IReadOnlyList<ServerAddress> Addresses, bool IsWithout) ServerAddresses()
    {
        var server = _services.GetService<IServer>();
        var addresses = server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return ([.. addresses.Select(ServerAddress.Parse).OfType<ServerAddress>()], server is not null && addresses.Count == 0);
    }
}
