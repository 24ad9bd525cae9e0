using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using Mesh.Options;

namespace Mesh.Links;

/// <summary>Asks who answers at an address by the hello alone: no association is made, whatever form the address has.</summary>
internal sealed class LinkGreeter : ISeedGreeter
{
    private readonly LinkCaller _caller;
    private readonly LinkHello _self;
    private readonly LinkFaultLog _faults;

    private LinkGreeter(LinkCaller caller, LinkHello self, LinkFaultLog faults)
    {
        _caller = caller;
        _self = self;
        _faults = faults;
    }

    /// <summary>As the node that this system is.</summary>
    public static LinkGreeter Of(ActorSystem system, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(system);
        var settings = LinkSettings.Of(system, system.Settings.Config.GetConfig(LinkSettings.Section));
        var self = OwnerAddress.Of(Cluster.Get(system).SelfUniqueAddress);
        return new LinkGreeter(
            new LinkCaller(settings, settings.Tls is { } tls ? new LinkTls(tls) : null, time),
            new LinkHello(self, settings.Terms, MeshDefaults.WireVersion, OnlyAsks: true),
            new LinkFaultLog(Logging.GetLogger(system, typeof(LinkGreeter)), time));
    }

    public async Task<SeedGreeting> AskAsync(string address)
    {
        if (!HostPort.TrySplit(address, out var host, out var port))
            return SeedGreeting.Nobody;
        try
        {
            var (channel, answer) = await _caller.CallAsync(host, port, _self with { Called = address }, CancellationToken.None);
            await channel.DisposeAsync();
            return new SeedGreeting(answer.Node, RefusalOf(answer));
        }
        catch (LinkException fault)
        {
            if (fault.IsSilence)
                return SeedGreeting.Nobody;
            _faults.Calling(address, fault.Message);
            return SeedGreeting.Somebody;
        }
    }

    private string RefusalOf(LinkHello answer) =>
        LinkRules.Conflict(_self, answer) ?? (answer.Terms is null ? "it is no node of a mesh" : answer.Refusal);
}
