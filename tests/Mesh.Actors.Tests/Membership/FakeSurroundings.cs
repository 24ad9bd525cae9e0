using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using Mesh.Membership.Liveness;
using Mesh.Views;

namespace Mesh.Actors.Tests.Membership;

/// <summary>Cluster, peers, ports and names for one membership actor, all scripted and recorded.</summary>
internal sealed class FakeSurroundings(Owner self) : IClusterControl, IPeerPaths, IPortProbe, ISeedResolver, ISeedGreeter
{
    private readonly ConcurrentDictionary<string, Recorder> _peers = new();

    public Owner Self => self;

    /// <summary>Orders to the cluster, such as "down b:1".</summary>
    public ConcurrentQueue<string> Orders { get; } = new();

    public ConcurrentQueue<MembershipReport> Reports { get; } = new();

    public ConcurrentDictionary<string, PortState> Ports { get; } = new();

    public Recorder Registry { get; } = new();

    /// <summary>What the doors would read.</summary>
    public PublishedMembers Members { get; } = new();

    public Recorder Peer(string address) => _peers.GetOrAdd(address, _ => new Recorder());

    public MembershipAdapters AsPorts() => new(this, this, this, this, this);

    public Props? Events(IActorRef membership) => null;

    public void Join(string address) => Orders.Enqueue($"join {address}");

    public void Leave(string address) => Orders.Enqueue($"leave {address}");

    public void Down(string address) => Orders.Enqueue($"down {address}");

    public ICanTell MembershipAt(string address) => Peer(address);

    public Task<SeedGreeting> AskAsync(string address) => Task.FromResult(SeedGreeting.Nobody);

    public Task<PortState> TryAsync(string address) => Task.FromResult(Ports.GetValueOrDefault(address, PortState.Open));

    public Task<IReadOnlyList<IPAddress>?> ResolveAsync(string name) => Task.FromResult<IReadOnlyList<IPAddress>?>([]);

    /// <summary>Takes messages and keeps them.</summary>
    internal sealed class Recorder : ICanTell
    {
        private readonly ConcurrentQueue<object> _messages = new();

        public void Tell(object message, IActorRef sender) => _messages.Enqueue(message);

        public IEnumerable<T> Got<T>() => _messages.OfType<T>();

        public void Forget() => _messages.Clear();
    }
}
