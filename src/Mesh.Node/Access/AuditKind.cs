namespace Mesh.Node.Access;

/// <summary>What entries of the audit have in common that are told as one in a flood.</summary>
/// <param name="What">The endpoint and not the path, which a caller makes up.</param>
internal readonly record struct AuditKind(string Who, string From, string What, string Outcome)
{
    /// <summary>Stands for all further kinds when there are too many to be told apart.</summary>
    public static AuditKind Others(string outcome) => new("others", "", "", outcome);
}
