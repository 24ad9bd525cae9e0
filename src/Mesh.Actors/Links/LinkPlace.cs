using System.Net;

namespace Mesh.Links;

/// <summary>What a connection holds of a <see cref="LinkAdmission"/> until its other end has said who it is.</summary>
/// <param name="IsKnown">It is one of those that are kept for hosts of nodes.</param>
internal readonly record struct LinkPlace(IPAddress From, bool IsKnown);
