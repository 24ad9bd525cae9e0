using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>What a member said last of those that the failure detectors gave up.</summary>
/// <param name="Heard">Those of them that it hears itself.</param>
/// <param name="At">When it came, as a timestamp of the local <see cref="TimeProvider"/>.</param>
internal sealed record MemberWord(Owner From, ValueList<Owner> Unreachable, ValueList<Owner> Heard, long At);
