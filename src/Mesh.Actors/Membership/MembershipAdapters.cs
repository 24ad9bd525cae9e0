using Mesh.Membership.Joining;

namespace Mesh.Membership;

/// <summary>The world outside the actor, replaced in tests.</summary>
internal sealed record MembershipAdapters(IClusterControl Cluster, IPeerPaths Peers, IPortProbe Probe, ISeedResolver Resolver, ISeedGreeter Greeter);
