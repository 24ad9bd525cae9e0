using Mesh.Catalog;
using Mesh.Hosting;

namespace Mesh.Trust;

/// <summary>Who is at the other end of a link with TLS, as its certificate and its hello say.</summary>
/// <param name="Signs">It signs what it writes, so that nobody else need be believed about it.</param>
/// <param name="Authority">By which certificate, for people: its subject and the beginning of its SHA-256.</param>
internal sealed record Peer(Owner Node, bool Signs, CertificateLimits Limits, string Authority);
