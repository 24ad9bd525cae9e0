namespace Mesh.Wire;

/// <summary>
/// The short name of each message on the wire: two letters for the message, a digit for its form. docs/protocol.md
/// lists them; a name is never given to another message.
/// </summary>
internal static class WireManifests
{
    public const string Register = "rg1";
    public const string Deregister = "dr1";
    public const string Renew = "rn1";
    public const string SetStatus = "ss1";
    public const string UpdateCheck = "uc1";
    public const string ChangeChecks = "cc1";
    public const string Drain = "dn1";
    public const string SetPolicy = "sp1";
    public const string Subscribe = "sb1";
    public const string Unsubscribe = "ub1";

    public const string GetInstances = "gi1";
    public const string GetServices = "gs1";
    public const string GetPolicy = "gp1";
    public const string Select = "se1";
    public const string Explain = "ex1";

    public const string Registered = "rd1";
    public const string Deregistered = "dd1";
    public const string Renewed = "rw1";
    public const string StatusSet = "st1";
    public const string CheckUpdated = "cu1";
    public const string ChecksChanged = "cd1";
    public const string CheckNotFound = "cn1";
    public const string Drained = "dx1";
    public const string PolicySet = "ps1";
    public const string Policy = "po1";
    public const string Subscribed = "sd1";
    public const string Unsubscribed = "ud1";
    public const string Instances = "in1";
    public const string Services = "sv1";
    public const string Selected = "sl1";
    public const string Explanation = "en1";
    public const string InstanceNotFound = "nf1";
    public const string NothingToSelect = "ns1";
    public const string Rejected = "rj1";
    public const string Unavailable = "un1";
    public const string Changed = "ch1";

    public const string Hello = "mh1";
    public const string Accusation = "ma1";
    public const string Ping = "mp1";
    public const string Pong = "mo1";
    public const string ReachabilityReport = "ms1";
    public const string Knock = "mk1";
    public const string KnockAnswer = "mw1";

    public const string InstanceBucket = "rb1";
    public const string PolicyTable = "pt1";
    public const string Push = "pu1";
    public const string PushAck = "pa1";
    public const string GetVersions = "gv1";
    public const string Versions = "vs1";
    public const string Pull = "pl1";
    public const string Known = "kn1";
    public const string Back = "ba1";
    public const string BucketState = "bs1";
    public const string Sealed = "sa1";
    public const string Forwarded = "fw1";
    public const string Reached = "re1";
    public const string IndexesReached = "ir1";
    public const string GetEvents = "ge1";
    public const string Events = "ev1";

    public const string Follow = "ff1";
    public const string Imported = "fi1";
    public const string KeyBucket = "kb1";
    public const string KeyPush = "kp1";
    public const string KeyBucketState = "ks1";
    public const string KeyReached = "kr1";
    public const string LeaseCall = "lc1";
    public const string LeaseAnswer = "la1";
}
