using Mesh.Federation.Overlay;
using Mesh.Kademlia;

namespace Mesh.Palette.Mapping;

/// <summary>What a lookup is for: records of a subject, or the peers at a point.</summary>
internal sealed record KadTarget(OverlaySubject? Subject, NodeId? Point, FindMode Mode, TimeSpan Deadline);
