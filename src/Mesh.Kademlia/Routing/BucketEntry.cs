namespace Mesh.Kademlia.Routing;

/// <summary>One contact of a bucket and how it has behaved.</summary>
internal struct BucketEntry(Contact contact, TimeSpan now)
{
    public Contact Contact = contact;

    /// <summary>When it last answered or asked.</summary>
    public TimeSpan HeardAt = now;

    /// <summary>When it last failed to answer.</summary>
    public TimeSpan FailedAt;

    /// <summary>After failures: not asked again before this.</summary>
    public TimeSpan NextTry;

    /// <summary>Failures in a row. While there are any the contact is neither offered nor passed on.</summary>
    public int Failures;

    public readonly bool IsSuspended => Failures > 0;

    public void Heard(TimeSpan now) => (HeardAt, Failures) = (now, 0);
}
