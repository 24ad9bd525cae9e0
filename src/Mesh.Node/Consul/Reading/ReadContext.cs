using Mesh.Client;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Bodies;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Consul.Requests;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Consul.Reading;

/// <summary>What the answers to list requests are made from.</summary>
internal sealed class ReadContext(
    IMeshClient client,
    ServiceIndex index,
    ServiceBodyCache bodies,
    MemberDirectory members,
    RemoteRelay remote,
    IOptions<ConsulOptions> options,
    TimeProvider time)
{
    public IMeshClient Client { get; } = client;

    public ServiceIndex Index { get; } = index;

    public ServiceBodyCache Bodies { get; } = bodies;

    public MemberDirectory Members { get; } = members;

    public RemoteRelay Remote { get; } = remote;

    public ConsulOptions Options { get; } = options.Value;

    public FilterFields Fields { get; } = new(options.Value.Datacenter);

    /// <summary>The list of all services.</summary>
    public LastAnswer Services { get; } = new();

    /// <summary>That of the nodes: those of the mesh and those from outside.</summary>
    public JoinedIndex Nodes { get; } = new();

    /// <summary>That of all there is: instances and nodes.</summary>
    public JoinedIndex Whole { get; } = new();

    public TimeProvider Time { get; } = time;
}
