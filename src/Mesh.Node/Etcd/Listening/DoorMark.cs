using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Listening;

/// <summary>Says which door an endpoint belongs to; without it to the native API.</summary>
internal sealed record DoorMark(Door Door);
