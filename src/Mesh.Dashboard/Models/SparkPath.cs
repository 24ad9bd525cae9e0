using System.Globalization;
using System.Text;

namespace Mesh.Dashboard.Models;

/// <summary>Counts as bars: the path of a picture that is as wide as there are counts, and ten high.</summary>
internal static class SparkPath
{
    public const int Height = 10;

    /// <summary>Empty: all are 0.</summary>
    public static string Of(IReadOnlyList<int> counts)
    {
        var most = counts.Count == 0 ? 0 : counts.Max();
        var path = new StringBuilder();
        for (var i = 0; i < counts.Count && most > 0; i++)
        {
            if (counts[i] <= 0)
                continue;
            // What happened at all is seen.
            var high = Math.Max(1, (int)Math.Round((double)Height * counts[i] / most));
            path.Append(CultureInfo.InvariantCulture, $"M{i} {Height}v-{high}h.8v{high}z");
        }

        return path.ToString();
    }
}
