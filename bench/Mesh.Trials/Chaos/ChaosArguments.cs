using System.Globalization;

namespace Mesh.Trials.Chaos;

/// <summary>What a run of bad days is asked for.</summary>
/// <param name="Only">Words of the names of those to run; null: all of the set.</param>
/// <param name="Runs">One after the other, each with a seed of its own.</param>
/// <param name="Out">Where the table goes as well.</param>
/// <param name="IsSecured">With TLS, signatures and tokens.</param>
internal sealed record ChaosArguments(bool IsLong, int Seed, string? Only, int Runs, string? Out, bool IsSecured = false)
{
    /// <summary>Null, with a line on stderr: they are not understood.</summary>
    public static ChaosArguments? Read(IReadOnlyList<string> arguments)
    {
        var asked = new ChaosArguments(IsLong: false, Environment.TickCount & 0xffff, null, 1, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "short":
                    break;
                case "long":
                    asked = asked with { IsLong = true };
                    break;
                case "--secured":
                    asked = asked with { IsSecured = true };
                    break;
                case "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed):
                    (asked, i) = (asked with { Seed = seed }, i + 1);
                    break;
                case "--runs" when int.TryParse(value, CultureInfo.InvariantCulture, out var runs) && runs is > 0 and <= 10:
                    (asked, i) = (asked with { Runs = runs }, i + 1);
                    break;
                case "--only" when value is not null:
                    (asked, i) = (asked with { Only = value, IsLong = true }, i + 1);
                    break;
                case "--out" when value is not null:
                    (asked, i) = (asked with { Out = value }, i + 1);
                    break;
                default:
                    Console.Error.WriteLine($"chaos.sh: '{arguments[i]}' is not understood; usage: ./chaos.sh [short|long] [--seed N] [--only WORDS] [--runs 1-10] [--out FILE] [--secured]");
                    return null;
            }
        }

        return asked;
    }
}
