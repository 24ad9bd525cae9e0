using System.Net;
using Mesh.Catalog;
using Mesh.Client.Runtime;
using Mesh.Client.Tests.Runtime;
using Mesh.Registry;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static Mesh.Client.MeshReplies;

namespace Mesh.Client.Tests.Registration;

public sealed class MeshLifecycleTests
{
    private readonly FakeMeshClient _mesh = new(TimeProvider.System);
    private readonly FakeSessions _sessions = new();
    private readonly TaskCompletionSource<ServiceInstance> _registered =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Registers_what_the_server_really_listens_on()
    {
        await using var app = await StartAsync(m => m.Register("orders"));

        var instance = await _registered.Task.WaitAsync(Patience.Limit);

        Assert.Equal(new Uri(app.Urls.Single()).Port, instance.Port);
        Assert.Equal(("127.0.0.1", InstanceStatus.Passing), (instance.Host, instance.Status));
        await app.StopAsync();
    }

    [Fact]
    public async Task Instances_of_the_configuration_are_registered_and_stay_when_the_node_stops()
    {
        await using var app = await StartAsync(_ => { }, services: null, new()
        {
            ["Mesh:Instances:0:service"] = "db",
            ["Mesh:Instances:0:id"] = "db-1",
            ["Mesh:Instances:0:host"] = "10.0.0.1",
            ["Mesh:Instances:0:port"] = "5432",
        });

        var instance = await _registered.Task.WaitAsync(Patience.Limit);
        await app.StopAsync();

        Assert.Equal("db/db-1", instance.Key.ToString());
        Assert.Equal(["Register"], _mesh.Commands.Select(c => c.GetType().Name));
    }

    [Fact]
    public async Task First_status_is_that_of_the_health_checks()
    {
        await using var app = await StartAsync(
            m => m.Register("orders"),
            s => s.AddHealthChecks().AddCheck("db", () => HealthCheckResult.Degraded()));

        Assert.Equal(InstanceStatus.Warning, (await _registered.Task.WaitAsync(Patience.Limit)).Status);
        await app.StopAsync();
    }

    [Fact]
    public async Task Drains_and_deregisters_while_the_server_still_answers_and_leaves_after_it()
    {
        var story = new List<string>();
        await using var app = await StartAsync(
            m => m.Configure(o => o.DrainGrace = TimeSpan.Zero).Register("orders"));
        var uri = new Uri(app.Urls.Single());
        var (_, session) = await _sessions.NextAsync();
        await _registered.Task.WaitAsync(Patience.Limit);
        _mesh.Answer = async command =>
        {
            story.Add($"{command.GetType().Name} {await Status(uri)}");
            return null;
        };
        var left = session.Stopped.ContinueWith(
            async _ => story.Add($"leave {await Status(uri)}"), TaskScheduler.Default).Unwrap();

        await app.StopAsync();
        await left;

        Assert.Equal(["Drain OK", "Deregister OK", "leave ConnectionError"], story);
    }

    [Fact]
    public async Task Host_starts_and_stops_although_the_node_cannot_start()
    {
        _sessions.Trouble = _ => new SessionStartException("port 1 of 127.0.0.1 is taken");
        _mesh.Answer = _ => Task.FromResult<IReply?>(new Unavailable("no node"));

        await using var app = await StartAsync(m => m.Register("orders"));

        Assert.Equal("OK", await Status(new Uri(app.Urls.Single())));
        await app.StopAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Drain_is_given_no_more_than_half_of_the_hosts_shutdown_time()
    {
        await using var app = await StartAsync(
            m => m.Configure(o => o.DrainGrace = TimeSpan.Zero).Register("orders"),
            s => s.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(16)));
        await _registered.Task.WaitAsync(Patience.Limit);

        await app.StopAsync();

        Assert.Equal(TimeSpan.FromSeconds(8), _mesh.Commands.OfType<RegistryProtocol.Drain>().Single().Deadline);
    }

    [Fact]
    public async Task Application_is_offered_once_its_own_node_has_the_catalogue()
    {
        await using var app = await StartAsync(m => m.Register("orders"), phase: MeshPhase.Warming);
        // Registering begins without a further event of the node: a whole request gives it more time than it needs.
        Assert.Equal("OK", await Status(new Uri(app.Urls.Single())));
        Assert.False(_registered.Task.IsCompleted);

        app.Services.GetRequiredService<MeshHub>().State = new MeshState(MeshPhase.Ready, "every bucket is here");

        Assert.Equal("orders", (await _registered.Task.WaitAsync(Patience.Limit)).Service.Value);
        await app.StopAsync();
    }

    [Fact]
    public async Task Start_waits_for_the_node_to_be_ready_where_it_is_told_to()
    {
        var starting = StartAsync(m => m.WaitForReady(Patience.Limit), phase: MeshPhase.Joining, started: out var services);
        var hub = (await services).GetRequiredService<MeshHub>();
        var (_, session) = await _sessions.NextAsync();
        Assert.NotNull(session);
        Assert.False(starting.IsCompleted);

        hub.State = new MeshState(MeshPhase.Ready, "every bucket is here");

        await using var app = await starting.WaitAsync(Patience.Limit);
        await app.StopAsync();
    }

    [Fact]
    public async Task Start_goes_on_when_the_node_is_not_ready_in_time()
    {
        await using var app = await StartAsync(m => m.WaitForReady(TimeSpan.FromMilliseconds(1)), phase: MeshPhase.Joining);

        Assert.Equal("OK", await Status(new Uri(app.Urls.Single())));
        await app.StopAsync();
    }

    private Task<WebApplication> StartAsync(Action<MeshBuilder> mesh, MeshPhase phase, out Task<IServiceProvider> started)
    {
        var services = new TaskCompletionSource<IServiceProvider>(TaskCreationOptions.RunContinuationsAsynchronously);
        started = services.Task;
        return StartAsync(mesh, phase: phase, starting: services);
    }

    private async Task<WebApplication> StartAsync(
        Action<MeshBuilder> mesh,
        Action<IServiceCollection>? services = null,
        Dictionary<string, string?>? settings = null,
        MeshPhase phase = MeshPhase.Ready,
        TaskCompletionSource<IServiceProvider>? starting = null)
    {
        var answer = _mesh.Answer;
        _mesh.Answer = command =>
        {
            if (command is RegistryProtocol.Register register)
                _registered.TrySetResult(register.Instance);
            return answer(command);
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddMesh(mesh);
        builder.Services.AddSingleton<IMeshClient>(_mesh);
        builder.Services.AddSingleton<IMeshSessionFactory>(_sessions);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGet("/", () => "here");
        app.Services.GetRequiredService<MeshHub>().State = new MeshState(phase, "");
        starting?.TrySetResult(app.Services);
        await app.StartAsync();
        return app;
    }

    private static async Task<string> Status(Uri uri)
    {
        // A connection of its own each time: a kept one would not show whether the server still listens.
        using var http = new HttpClient();
        try
        {
            using var response = await http.GetAsync(uri);
            return response.StatusCode is HttpStatusCode.OK ? "OK" : response.StatusCode.ToString();
        }
        catch (HttpRequestException trouble)
        {
            return trouble.HttpRequestError.ToString();
        }
    }
}
