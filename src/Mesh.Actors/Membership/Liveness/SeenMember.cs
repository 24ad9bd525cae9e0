using Mesh.Catalog;

namespace Mesh.Membership.Liveness;

/// <summary>A member as the cluster shows it.</summary>
/// <param name="Unreachable">Some member's failure detector gave it up.</param>
internal sealed record SeenMember(Owner Owner, MemberPhase Phase, bool Unreachable, ValueList<string> Roles);
