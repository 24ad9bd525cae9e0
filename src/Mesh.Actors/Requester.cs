namespace Mesh;

/// <summary>Who waits for a reply, opaque to the cores: only the shell that made it knows what it stands for.</summary>
internal readonly record struct Requester(object Reference);
