using System.Net;

namespace Mesh.Membership.Joining;

/// <summary>Resolves names of seeds.</summary>
internal interface ISeedResolver
{
    /// <summary>The addresses by name; never fails, a name that cannot be resolved is missing.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<IPAddress>>> ResolveAsync(IReadOnlyList<string> names);
}
