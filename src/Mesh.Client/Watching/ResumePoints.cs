using Mesh.Views;

namespace Mesh.Client.Watching;

/// <summary>
/// Makes every revision in a batch safe to resume from. Several changes can share one revision; a reader who stops
/// between them and resumes there would miss the rest. So each but the last of them carries the revision before,
/// and resuming repeats some changes but never skips one.
/// </summary>
internal static class ResumePoints
{
    /// <param name="batch">In order of revision.</param>
    /// <param name="before">The revision from which the batch starts; 0 when it starts with Reset.</param>
    public static IEnumerable<CatalogChange> Set(IReadOnlyList<CatalogChange> batch, long before)
    {
        var safe = before;
        for (var i = 0; i < batch.Count; i++)
        {
            var change = batch[i];
            var isLast = i == batch.Count - 1 || batch[i + 1].Revision != change.Revision;
            yield return isLast ? change : change with { Revision = safe };
            if (isLast)
                safe = change.Revision;
        }
    }
}
