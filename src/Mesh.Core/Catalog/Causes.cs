namespace Mesh.Catalog;

/// <summary>The closed set of causes that explain can give.</summary>
public static class Causes
{
    /// <summary>A node saw the owner's change arrive; told only where the owner cannot tell itself.</summary>
    public const string Seen = "seen";
    public const string Registered = "registered";
    public const string Deregistered = "deregistered";
    public const string Adopted = "adopted";
    public const string ClaimLost = "claim-lost";
    public const string StatusSet = "status-set";
    public const string HealthCheck = "health-check";
    public const string AppHealth = "app-health";
    public const string LeaseRenewed = "lease-renewed";
    public const string LeaseExpired = "lease-expired";
    public const string DeregisterTime = "deregister-time";
    public const string DrainStarted = "drain-started";
    public const string DrainConfirmed = "drain-confirmed";
    public const string LinkBroken = "link-broken";
    public const string ConnectionRefused = "connection-refused";
    public const string Unreachable = "unreachable";
    public const string HeardAgain = "heard-again";
    public const string MemberRemoved = "member-removed";
    public const string MemberLeft = "member-left";
    public const string NodeRestarted = "node-restarted";

    /// <summary>In a mesh with TLS: whose word it is that the instance is as it is, and by which certificate.</summary>
    public const string WrittenBy = "written-by";

    /// <summary>In a mesh with TLS: what another node said to be the owner's was not taken.</summary>
    public const string Refused = "refused";
}
