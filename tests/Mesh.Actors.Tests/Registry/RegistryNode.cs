using System.Collections.Immutable;
using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Heartbeats;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;
using BucketEvent = Mesh.Replication.BucketEvent<Mesh.Catalog.InstanceKey, Mesh.Catalog.ServiceInstance>;

namespace Mesh.Actors.Tests.Registry;

/// <summary>The registry of one node without its actor: steps, with the flush that they ask for.</summary>
internal sealed class RegistryNode
{
    public static readonly Owner Self = Some.Owner(5);
    public static readonly Owner Other = Some.Owner(1);
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly long StartClaim = (Start - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    public static readonly Requester Caller = new("caller");

    private readonly List<RegistryEffect> _effects = [];
    private long _versionOfOther;

    public RegistryNode(ImmutableDictionary<InstanceKey, ServiceInstance>? registrations = null, bool starts = true, RegistryBounds? bounds = null,
        Func<ServiceInstance, bool>? isHeard = null)
    {
        var published = new CatalogSnapshot(
            1, ImmutableDictionary<string, ServiceView>.Empty, ImmutableDictionary<Owner, OwnerContact>.Empty);
        Core = new RegistryCore(
            Self,
            new CatalogView(Self, [.. Enumerable.Repeat(InstanceBucket.Empty, 64)], published) { IsHeard = isHeard },
            published,
            registrations ?? ImmutableDictionary<InstanceKey, ServiceInstance>.Empty,
            Selections.Context(),
            Now,
            bounds: bounds);
        if (starts)
            Step(RegistryInput.Started.Instance);
    }

    public RegistryCore Core { get; }

    public TimeSpan Elapsed { get; set; }

    public ImmutableDictionary<InstanceKey, ServiceInstance> Registrations => Core.Registrations;

    /// <summary>All that the core asked for, in order, of the last input and the flush after it.</summary>
    public IReadOnlyList<RegistryEffect> Effects => _effects;

    public IEnumerable<HeartbeatProtocol.IMessage> Orders => Effects.OfType<RegistryEffect.Heartbeat>().Select(h => h.Order);

    public IEnumerable<CatalogChange> Changes => Effects.OfType<RegistryEffect.Publish>().SelectMany(p => p.Changes);

    public IEnumerable<BucketPart> Written => Effects.OfType<RegistryEffect.Replicate>().SelectMany(r => r.Parts);

    /// <summary>The revision of the last snapshot that was published.</summary>
    public long Revision { get; private set; } = 1;

    private Moment Now => new(Elapsed, Start + Elapsed);

    /// <summary>One input, and the flushes until none is asked for.</summary>
    public RegistryNode Step(RegistryInput input)
    {
        _effects.Clear();
        var asks = Only(input);
        while (asks)
            asks = Only(RegistryInput.Flush.Instance);
        return this;
    }

    /// <summary>One input without the flush that it asks for; true: it asks for one.</summary>
    public bool Only(RegistryInput input)
    {
        var effects = Core.Step(input, Now);
        _effects.AddRange(effects.Where(e => e is not RegistryEffect.Flush));
        if (effects.OfType<RegistryEffect.Publish>().LastOrDefault() is { } publish)
            Revision = publish.Snapshot.Revision;
        return effects.Any(e => e is RegistryEffect.Flush);
    }

    public RegistryNode Do(ICommand command) => Step(new RegistryInput.Command(command, Caller));

    /// <summary>The one answer to a command. The other member confirms what has to be confirmed.</summary>
    public IReply Ask(ICommand command)
    {
        Do(command);
        var pushed = Effects.OfType<RegistryEffect.Replicate>().LastOrDefault(r => r.Number != 0);
        if (pushed is not null && Core.View.Members.ContainsKey(Other))
            Only(new RegistryInput.Confirmed(Other, pushed.Number));
        return Assert.Single(Effects.OfType<RegistryEffect.Reply>()).Message;
    }

    /// <summary>The owner that a command goes on to; nobody is answered.</summary>
    public Owner Forwards(ICommand command)
    {
        var forward = Assert.IsType<RegistryEffect.Forward>(Assert.Single(Do(command).Effects));
        Assert.Same(command, forward.Command);
        return forward.To;
    }

    public void Join(Owner owner) => Step(new RegistryInput.MemberSeen(owner, Standing.Confirmed, new OwnerContact(0)));

    public void Suspect(Owner owner, Evidence evidence) =>
        Step(new RegistryInput.StandingChanged(owner, Standing.Suspect, evidence));

    /// <summary>Another owner, a member, holds the record.</summary>
    public void Foreign(ServiceInstance record)
    {
        Join(Other);
        var write = new BucketEvent(++_versionOfOther, record.Key, record);
        Step(new RegistryInput.Arrived(new ReplicationProtocol.Arrived(
            [new(BucketKeys.IndexOf(record.Key, 64), InstanceBucket.Of(Other, write))], PolicyTable.Empty, Other, 0)));
    }
}
