namespace Mesh.Node.Access;

/// <summary>What an endpoint demands of its caller: metadata that every endpoint has. The last one of an endpoint counts.</summary>
/// <param name="Action">Of no meaning where the resource is public or in the message.</param>
internal sealed record AccessRequirement(AccessAction Action, AccessResource Resource)
{
    public static readonly AccessRequirement Public = new(default, AccessResource.Public);

    /// <summary>What is demanded before the message is read; null: all depends on that.</summary>
    public AccessDemand? Opening { get; private init; }

    /// <summary>The parameter of the query that names the service.</summary>
    public string Parameter { get; init; } = "";

    /// <summary>It changes something though it is asked by GET, as clients of old do.</summary>
    public bool WritesByGet { get; init; }

    public static AccessRequirement OfMessage(AccessDemand? opening) => new(default, AccessResource.Message) { Opening = opening };

    /// <summary>As it stands in the table of endpoints.</summary>
    public override string ToString() => Resource switch
    {
        AccessResource.Public => "public",
        AccessResource.Message => Opening is { } first ? $"{first}, then by message" : "by message",
        AccessResource.Some => $"{Word} any, filtered",
        AccessResource.Query => $"{Word} ?{Parameter}",
        _ => Word,
    };

    private string Word => Action.ToString().ToLowerInvariant();
}
