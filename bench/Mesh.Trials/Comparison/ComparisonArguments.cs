using System.Diagnostics.CodeAnalysis;

namespace Mesh.Trials.Comparison;

/// <summary>What <c>./bench.sh all</c> is asked for.</summary>
/// <param name="Only">Names of rows; empty for all of them.</param>
internal sealed record ComparisonArguments(bool IsQuick, IReadOnlyList<string> Only)
{
    public const string Usage = "all [--quick] [--only ROW]... [--list]";

    /// <returns>False: what is wrong is in <paramref name="fault"/>.</returns>
    public static bool TryRead(
        IReadOnlyList<string> arguments,
        IReadOnlyCollection<string> rows,
        [NotNullWhen(true)] out ComparisonArguments? read,
        [NotNullWhen(false)] out string? fault)
    {
        (read, fault) = (null, null);
        var quick = false;
        var only = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    quick = true;
                    break;
                case "--only" when i + 1 < arguments.Count:
                    only.Add(arguments[++i]);
                    break;
                default:
                    fault = $"{arguments[i]} is not understood; usage: {Usage}";
                    return false;
            }
        }

        if (only.FirstOrDefault(o => !rows.Contains(o)) is { } unknown)
        {
            fault = $"there is no row {unknown}; rows: {string.Join(", ", rows)}";
            return false;
        }

        read = new ComparisonArguments(quick, only);
        return true;
    }
}
