using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>One connected mesh as one of its members sees it; two of the same name that came up apart should merge.</summary>
/// <param name="Members">Members that can be reached, the observer included.</param>
/// <param name="Oldest">The member that has been in longest.</param>
/// <param name="FormedAt">When that member started, in milliseconds since 1970; long.MaxValue while unknown.</param>
internal sealed record Island(int Members, Owner Oldest, long FormedAt);
