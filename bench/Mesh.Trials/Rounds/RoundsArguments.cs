using System.Globalization;

namespace Mesh.Trials.Rounds;

/// <summary>What a trial of rounds is asked for.</summary>
/// <param name="Client">"go", "dotnet", "npm".</param>
/// <param name="RestartsOne">One node restarts in a loop meanwhile.</param>
/// <param name="IsKill">By SIGKILL; else in order.</param>
internal sealed record RoundsArguments(string Client, int Rounds, bool RestartsOne, bool IsKill)
{
    public const string Usage = "rounds [--client go|dotnet|npm] [--rounds N] [--restart-one [--kill]]";

    /// <summary>Null, with a line on stderr: they are not understood.</summary>
    public static RoundsArguments? Read(IReadOnlyList<string> arguments)
    {
        var asked = new RoundsArguments("go", 10_000, RestartsOne: false, IsKill: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--client" when value is "go" or "dotnet" or "npm":
                    (asked, i) = (asked with { Client = value }, i + 1);
                    break;
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    (asked, i) = (asked with { Rounds = rounds }, i + 1);
                    break;
                case "--restart-one":
                    asked = asked with { RestartsOne = true };
                    break;
                case "--kill":
                    asked = asked with { IsKill = true };
                    break;
                default:
                    Console.Error.WriteLine($"'{arguments[i]}' is not understood; usage: {Usage}");
                    return null;
            }
        }

        return asked;
    }
}
