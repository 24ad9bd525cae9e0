using System.Net;

namespace Mesh.Membership.Joining;

/// <summary>Resolves names of seeds.</summary>
internal interface ISeedResolver
{
    /// <summary>Its addresses; none: there is no such name now; null: nobody said so in time. Never fails.</summary>
    Task<IReadOnlyList<IPAddress>?> ResolveAsync(string name);
}
