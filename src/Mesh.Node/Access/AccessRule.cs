namespace Mesh.Node.Access;

/// <summary>What is allowed for services whose name begins with a prefix; the empty prefix stands for all of them.</summary>
internal sealed record AccessRule(string Prefix, AccessAction Allow);
