using Mesh.Catalog;
using Mesh.Client.Registration;
using Mesh.Registry;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Mesh.Views;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Mesh.Client.MeshReplies;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Registration;

public sealed class RegistrarTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMeshClient _mesh;
    private readonly Registrar _registrar;

    public RegistrarTests()
    {
        _mesh = new FakeMeshClient(_time);
        _registrar = new Registrar(
            _mesh, new FakeMeshInspector(), Microsoft.Extensions.Options.Options.Create(new MeshClientOptions()), _time, NullLogger<Registrar>.Instance);
    }

    [Fact]
    public async Task Registers_again_until_the_registry_answers()
    {
        var asked = 0;
        var thirdAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mesh.Answer = _ =>
        {
            if (++asked == 3)
                thirdAsked.SetResult();
            return Task.FromResult<IReply?>(asked < 3 ? new Unavailable("joining") : null);
        };

        var done = _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);
        // The pauses end only by the clock, and the second begins after the first.
        await Eventually.AsTimePassesAsync(
            _time, TimeSpan.FromSeconds(1), () => thirdAsked.Task.IsCompleted, "the registry was not asked a third time");

        await done;
        Assert.Equal(3, _mesh.Asked.Count);
    }

    [Fact]
    public async Task Gives_up_on_what_the_registry_refuses()
    {
        _mesh.Answer = _ => Task.FromResult<IReply?>(new Rejected([new InvalidField("host", "?", "must be a host name")]));

        await _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);

        Assert.False(await _registrar.DrainAsync(TimeSpan.FromSeconds(1), default));
    }

    [Fact]
    public async Task Drains_and_deregisters_what_is_this_process_and_leaves_what_is_declared_in_its_place()
    {
        await _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);
        await _registrar.RegisterAsync(Instance("legacy", "x"), isOwn: false, default);
        _mesh.Asked.Clear();

        Assert.True(await _registrar.DrainAsync(TimeSpan.FromSeconds(3), default));
        await _registrar.DeregisterAsync(default);

        Assert.Equal(new RegistryProtocol.Drain(Instance("orders", "a").Key, TimeSpan.FromSeconds(3)), _mesh.Asked.First());
        Assert.Equal(["orders/a"], _mesh.Asked.OfType<RegistryProtocol.Deregister>().Select(d => d.Key.ToString()));
    }

    [Fact]
    public async Task Deregisters_under_the_claim_that_this_node_holds_it_by()
    {
        await _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);
        await _registrar.RegisterAsync(Instance("legacy", "x"), isOwn: true, default);
        Hold("legacy", "x", FakeMeshClient.Self, claim: 4711);
        _mesh.Asked.Clear();

        await _registrar.DeregisterAsync(default);

        Assert.Equal([1, 4711], _mesh.Asked.OfType<RegistryProtocol.Deregister>().Select(d => d.Claim).Order());
    }

    [Fact]
    public async Task What_another_process_has_registered_since_is_neither_drained_nor_deregistered()
    {
        await _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);
        Hold("orders", "a", new Owner("10.0.0.9:4053", 9), claim: 4711);
        _mesh.Asked.Clear();

        Assert.False(await _registrar.DrainAsync(TimeSpan.FromSeconds(3), default));
        await _registrar.DeregisterAsync(default);

        Assert.Equal(1, Assert.Single(_mesh.Asked.OfType<RegistryProtocol.Deregister>()).Claim);
        Assert.Equal(4711, Assert.Single(_mesh.Resolve("orders").Instances).Instance.Claim);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registration_that_was_never_answered_is_taken_away_only_where_this_node_holds_it(bool isHere)
    {
        var open = new TaskCompletionSource<IReply?>();
        _mesh.Answer = asked => asked is RegistryProtocol.Register ? open.Task : Task.FromResult<IReply?>(null);
        var registering = _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);
        Hold("orders", "a", isHere ? FakeMeshClient.Self : new Owner("10.0.0.9:4053", 9), claim: 4711);

        await _registrar.DeregisterAsync(default);

        Assert.False(registering.IsCompleted);
        Assert.Equal(isHere ? [4711] : [], _mesh.Asked.OfType<RegistryProtocol.Deregister>().Select(d => d.Claim));
    }

    [Fact]
    public async Task Drains_in_parallel()
    {
        await _registrar.RegisterAsync(Instance("orders", "a"), isOwn: true, default);
        await _registrar.RegisterAsync(Instance("orders", "b"), isOwn: true, default);
        var both = new TaskCompletionSource();
        var open = 0;
        _mesh.Answer = async command =>
        {
            if (command is RegistryProtocol.Drain && Interlocked.Increment(ref open) == 2)
                both.SetResult();
            await both.Task.WaitAsync(Patience.Limit);
            return null;
        };

        Assert.True(await _registrar.DrainAsync(TimeSpan.FromSeconds(1), default));
    }

    private void Hold(string service, string id, Owner owner, long claim) => _mesh.Put(
        new InstanceView(Instance(service, id) with { Claim = claim }, owner, Standing.Confirmed), ChangeKind.Updated);
}
