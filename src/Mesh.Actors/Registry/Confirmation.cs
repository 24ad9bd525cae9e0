using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>A change that waits until enough views hold it.</summary>
/// <param name="Number">Names it in acknowledgements.</param>
/// <param name="Required">How many of <paramref name="Others"/> must confirm.</param>
/// <param name="Deadline">Monotonic time after which it is answered as it stands.</param>
internal sealed record Confirmation(
    long Number,
    ImmutableArray<BucketPart> Parts,
    ImmutableHashSet<Owner> Others,
    ImmutableHashSet<Owner> Confirmed,
    int Required,
    TimeSpan Deadline,
    Action<Confirmation> Complete)
{
    public bool Reached => Confirmed.Count >= Required;

    public IEnumerable<Owner> Unconfirmed => Others.Except(Confirmed).Order();
}
