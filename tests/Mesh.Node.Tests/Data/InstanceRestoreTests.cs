using System.Collections.Concurrent;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Node.Data;
using Mesh.Registry;
using Mesh.Testing;
using Mesh.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Data;

public sealed class InstanceRestoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeMeshClient _mesh;
    private readonly Registry _registry = new();
    private readonly ConcurrentQueue<RestoredRecord> _told = new();

    public InstanceRestoreTests()
    {
        _mesh = new FakeMeshClient(_time);
        _mesh.Hub.Fill();
    }

    [Fact]
    public async Task A_refused_instance_is_told_with_its_faults_and_the_others_are_settled()
    {
        _registry.Answer = command => command.Instance.Id.Value == "big"
            ? new RegistryProtocol.Rejected([new InvalidField("weight", "99", "must be 0 to 10")])
            : new RegistryProtocol.Registered(command.Instance.Key, 1, 1, true);

        await Restore().RunAsync([Instance("big"), Instance("small")], _told.Enqueue, CancellationToken.None);

        Assert.Equal(
            [new RestoredRecord(Instance("big").Key, IsBack: false, "weight: '99' must be 0 to 10"), RestoredRecord.Settled(Instance("small").Key, isBack: false)],
            _told.OrderBy(t => t.Key));
    }

    [Fact]
    public async Task An_instance_is_asked_for_again_until_the_registry_decides()
    {
        var answers = new Queue<object?>([null, new RegistryProtocol.Unavailable("begins anew")]);
        _registry.Answer = command => answers.TryDequeue(out var given) ? given : new RegistryProtocol.Registered(command.Instance.Key, 1, 1, true);

        var running = Restore().RunAsync([Instance("a")], _told.Enqueue, CancellationToken.None);
        await Eventually.AsTimePassesAsync(_time, TimeSpan.FromSeconds(1), () => running.IsCompleted, "it gave up");

        await running;
        Assert.Equal(3, _registry.Asked);
        Assert.Equal(["s/a"], _told.Select(t => t.Key.ToString()));
    }

    [Fact]
    public async Task A_kept_place_is_asked_for_again_or_told_as_refused()
    {
        var answers = new Queue<object?>([new RegistryProtocol.Unavailable("begins anew")]);
        _registry.Answer = _ => answers.TryDequeue(out var given) ? given : new RegistryProtocol.Rejected([new InvalidField("host", "", "is empty")]);

        var running = Restore().RunAsync([new KeptPlace(Instance("a"), DateTimeOffset.UnixEpoch)], _told.Enqueue, CancellationToken.None);
        await Eventually.AsTimePassesAsync(_time, TimeSpan.FromSeconds(1), () => running.IsCompleted, "it gave up");

        await running;
        Assert.Equal((2, "host: '' is empty"), (_registry.Asked, Assert.Single(_told).Refusal));
    }

    private InstanceRestore Restore() => new(_mesh, _registry, _mesh.Hub, _time);

    private static ServiceInstance Instance(string id) => TestCatalog.Instance("s", id) with { Claim = 5 };

    private sealed class Registry : IMeshTransport
    {
        private int _asked;

        public Func<RegistryProtocol.Register, object?> Answer { get; set; } = _ => null;

        public int Asked => _asked;

        public string? SelfAddress => FakeMeshClient.Self.Address;

        public Task<object?> AskAsync(string actor, object message, TimeSpan timeout, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(Answer((RegistryProtocol.Register)message));
        }

        public void Tell(string actor, object message)
        {
        }
    }
}
