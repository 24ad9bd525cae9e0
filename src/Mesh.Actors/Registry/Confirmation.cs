using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Replication;

namespace Mesh.Registry;

/// <summary>A change that waits until enough views hold it.</summary>
/// <param name="Number">Names it in acknowledgements.</param>
/// <param name="Required">How many of <paramref name="Others"/> must confirm.</param>
/// <param name="Excused">Those who cannot be reached and need not confirm; null: nobody is excused.</param>
/// <param name="Deadline">Monotonic time after which it is answered as it stands.</param>
internal sealed record Confirmation(
    long Number,
    ImmutableArray<BucketPart> Parts,
    ImmutableHashSet<Owner> Others,
    ImmutableHashSet<Owner> Confirmed,
    int Required,
    ImmutableHashSet<Owner>? Excused,
    TimeSpan Deadline,
    Action<Confirmation> Complete)
{
    public bool Reached => Confirmed.Count >= Required;

    /// <summary>A member that cannot be reached cannot send calls either.</summary>
    public Confirmation Excuse(Owner owner)
    {
        if (Excused is null || Excused.Contains(owner) || !Others.Contains(owner))
            return this;
        var excused = Excused.Add(owner);
        return this with { Excused = excused, Required = Others.Except(excused).Union(Confirmed).Count };
    }

    public IEnumerable<Owner> Unconfirmed => Others.Except(Confirmed).Order();
}
